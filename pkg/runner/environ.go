package runner

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// withheld are variables that examples must not have: the files by which a step
// talks to GitHub's runner, for an example that could write them could set
// variables and outputs of the pipeline; what git tells its hooks about the
// repository (git rev-parse --local-env-vars), for an example that uses git
// would write into the index of the commit under way; and an outer hub's.
func withheld(name string) bool {
	switch name {
	case "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT",
		"GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
		"GIT_INTERNAL_SUPER_PREFIX", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
		"GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
		"GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY",
		"HUB", "HUB_RUN_ID", "HUB_EXAMPLE_ID", "HUB_ATTEMPT":
		return true
	}
	return false
}

func (x *Executor) prepare() {
	x.paths = map[[2]string]lookup{}
	x.builds = map[string]*build{}
	x.patterns = map[string][]*regexp.Regexp{}
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
