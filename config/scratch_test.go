package config
import ("testing";"fmt";"os")
func TestScratch(t *testing.T){
 b,_:=os.ReadFile("/tmp/hub.yaml")
 c,err:=Parse("hub.yaml",b,"/p",os.LookupEnv)
 if err!=nil { fmt.Println(err); return }
 y,err:=c.YAML(); fmt.Println(string(y),err)
 fmt.Println(c.At("overrides[0].skip"), c.At("reports.default[0]"), c.At("nope"))
}
