package runner

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// withheld are the files by which a step talks to GitHub's runner. An example
// that could write them could set variables and outputs of the pipeline.
func withheld(name string) bool {
	switch name {
	case "GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY",
		"HUB", "HUB_RUN_ID", "HUB_EXAMPLE_ID", "HUB_ATTEMPT":
		return true
	}
	return false
}

func (x *Executor) prepare() {
	x.paths = map[[2]string]lookup{}
	x.builds = map[string]*build{}
	for _, kv := range x.Environ {
		if name, _, _ := strings.Cut(kv, "="); !withheld(name) {
			x.base = append(x.base, kv)
		}
	}
	x.base = append(x.base, "HUB=1", "HUB_RUN_ID="+x.RunID)
}

// environ is the environment of one attempt: hub's own less what is withheld,
// HUB, HUB_RUN_ID, HUB_EXAMPLE_ID and HUB_ATTEMPT, and the example's env.
func (x *Executor) environ(e *hub.Example, number int) []string {
	set := e.Settings.Env
	env := make([]string, 0, len(x.base)+len(set)+3) // one to spare for the supervisor's own
	for _, kv := range x.base {
		if len(set) > 0 {
			name, _, _ := strings.Cut(kv, "=")
			if _, replaced := set[name]; replaced {
				continue
			}
		}
		env = append(env, kv)
	}
	env = append(env, "HUB_EXAMPLE_ID="+e.ID, "HUB_ATTEMPT="+strconv.Itoa(number))
	for _, name := range slices.Sorted(maps.Keys(set)) {
		env = append(env, name+"="+set[name])
	}
	return env
}

func lookupEnv(env []string, name string) string {
	for _, kv := range slices.Backward(env) {
		if value, ok := strings.CutPrefix(kv, name+"="); ok {
			return value
		}
	}
	return ""
}
