package runner

import (
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// withheld are variables that examples must not have: what git says to its hooks
// about the repository (git rev-parse --local-env-vars), for an example that uses
// git would write into the index of the commit under way; and an outer hub's,
// that for the folder of its state included, which is no other project's.
func withheld(name string) bool {
	switch hub.Variable(name) {
	case "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_COUNT",
		"GIT_CONFIG_PARAMETERS", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE",
		"GIT_INTERNAL_SUPER_PREFIX", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
		"GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
		"HUB", "HUB_RUN_ID", "HUB_EXAMPLE_ID", "HUB_ATTEMPT", "HUB_SCRATCH", "HUB_STATE":
		return true
	}
	return false
}

// among reports whether one of the names is that of the variable.
func among(names []string, name string) bool {
	name = hub.Variable(name)
	return slices.ContainsFunc(names, func(n string) bool { return hub.Variable(n) == name })
}

// indispensable are the variables that env.clean leaves: programs are found by
// the first, look for their own settings by the second, and on Windows do not
// start without the rest.
func indispensable(name string) bool {
	if runtime.GOOS == "windows" {
		switch hub.Variable(name) {
		case "PATH", "PATHEXT", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "USERPROFILE":
			return true
		}
		return false
	}
	return name == "PATH" || name == "HOME"
}

// temporary are the variables by which programs find the folder for their
// temporary files.
func temporary() []string {
	if runtime.GOOS == "windows" {
		return []string{"TEMP", "TMP"}
	}
	return []string{"TMPDIR"}
}

func (x *Executor) prepare() {
	x.paths = map[[2]string]lookup{}
	x.builds = map[string]*build{}
	for _, kv := range x.Environ {
		if name, _, _ := strings.Cut(kv, "="); !withheld(name) && !among(x.Withhold, name) && !among(temporary(), name) {
			x.base = append(x.base, kv)
		}
	}
}

// environ is the environment of one attempt: hub's own less what is withheld
// (env.clean: only what is indispensable or named by needs.env); HUB,
// HUB_RUN_ID, HUB_EXAMPLE_ID, HUB_ATTEMPT and HUB_SCRATCH; the variables for
// temporary files, which name the scratch folder too; and the example's env,
// which replaces any of these.
//
// Note: temporary files go to the scratch folder so that those of a program
// that was killed go with it.
func (x *Executor) environ(e *hub.Example, number int, scratch string) []string {
	own := []string{
		"HUB=1", "HUB_RUN_ID=" + x.RunID, "HUB_EXAMPLE_ID=" + e.ID,
		"HUB_ATTEMPT=" + strconv.Itoa(number), "HUB_SCRATCH=" + scratch,
	}
	return x.variables(e.Settings.Env, e.Settings.Needs.Env, own, scratch)
}

// variables puts an environment together.
func (x *Executor) variables(env hub.Env, needed, own []string, scratch string) []string {
	for _, name := range temporary() {
		own = append(own, name+"="+scratch)
	}
	passed := func(name string) bool {
		return !env.Clean || indispensable(name) || among(needed, name)
	}
	out := make([]string, 0, len(x.base)+len(own)+len(env.Set)+1) // one to spare for the supervisor's own
	if !env.Clean && len(env.Set) == 0 {
		return append(append(out, x.base...), own...)
	}
	replaced := make(map[string]bool, len(env.Set))
	for name := range env.Set {
		replaced[hub.Variable(name)] = true
	}
	for i, kv := range slices.Concat(x.base, own) {
		name, _, _ := strings.Cut(kv, "=")
		if !replaced[hub.Variable(name)] && (i >= len(x.base) || passed(name)) {
			out = append(out, kv)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(env.Set)) {
		out = append(out, name+"="+env.Set[name])
	}
	return out
}

func lookupEnv(env []string, name string) string {
	value, _ := hub.LookupVariable(env, name)
	return value
}
