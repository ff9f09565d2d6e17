package yamlmap_test

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/config/yamlmap"
)

type colour string

type pen struct {
	Colour colour   `yaml:"colour" default:"blue" doc:"Colour of the ink."`
	Width  int      `yaml:"width" default:"2" check:"positive" doc:"Width of the line."`
	Names  []string `yaml:"names" doc:"What is engraved."`
}

func Example() {
	format := yamlmap.NewFormat(map[string]yamlmap.Rule{
		"positive": {Number: func(x float64) string {
			if x <= 0 {
				return "must be more than 0"
			}
			return ""
		}},
	}, yamlmap.Enum[colour]("blue", "red"))

	var base, p pen
	format.SetDefaults(&base)
	format.SetDefaults(&p)
	n, err := yamlmap.Parse("pen.yaml", 0, []byte("colour: red\nnames: ['${OWNER}']\n"))
	if err != nil {
		fmt.Println(err)
	}
	d := yamlmap.Decoder{Format: format, File: "pen.yaml", Everywhere: true, Lookup: func(string) (string, bool) { return "Ada", true }}
	d.Decode(n, &p)
	text, err := (&yamlmap.Encoder{Format: format}).Document(&p, &base)
	fmt.Print(string(text))
	if err != nil {
		fmt.Println(err)
	}

	if n, err = yamlmap.Parse("pen.yaml", 0, []byte("color: red\nwidth: -1\n")); err == nil {
		d.Decode(n, &p)
		fmt.Println(d.Problems.Err())
	}
	// Output:
	// colour: red
	// width: 2
	// names: [Ada]
	// pen.yaml:1:1: unknown key "color" (did you mean "colour"?)
	// pen.yaml:2:8: width: must be more than 0, not -1
}
