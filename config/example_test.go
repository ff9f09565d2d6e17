package config_test

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/config"
)

func ExampleParse() {
	c, err := config.Parse(config.FileName, []byte(`
sources: [{path: examples}]
run: {timeout: 90s, retries: 2}
`), "/project", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Sources[0].Path, c.Run.Timeout, c.Run.Retries.Max, c.Run.Grace)
	// Output: examples 1m30s 2 5s
}

// All problems are reported at once, each with its position.
func ExampleParse_problems() {
	_, err := config.Parse(config.FileName, []byte(`
sources: [{path: examples}]
run:
  timout: 90s
  workers: many
`), "/project", nil)
	fmt.Println(err)
	// Output:
	// hub.yaml:4:3: run: unknown key "timout" (did you mean "timeout"?)
	// hub.yaml:5:12: run.workers: must be auto or a whole number, not "many"
}
