package mask_test

import (
	"fmt"
	"os"

	"github.com/seed-00a9b34c/hub/pkg/mask"
)

// A secret is hidden however it is split into writes, and in common encodings.
func ExampleNew() {
	secrets := mask.Values([]string{"*_TOKEN"}, []string{"API_TOKEN=hunter2-hunter2", "HOME=/home/ada"})
	m := mask.New(os.Stdout, secrets)
	fmt.Fprint(m, "token: hunter2-")
	fmt.Fprint(m, "hunter2\nbase64: aHVudGVyMi1odW50ZXIy\n")
	if err := m.Flush(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// token: ***
	// base64: ***
}

func ExamplePatterns_String() {
	p := mask.Compile([]string{"hunter2-hunter2"})
	fmt.Println(p.String(`curl -H "Authorization: hunter2-hunter2" https://example.com/?q=hunter2%2Dhunter2`))
	// Output: curl -H "Authorization: ***" https://example.com/?q=***
}
