package judge

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// The replacements that the paths normalizer writes.
const (
	rootName = "[ROOT]"
	tempName = "[TMP]"
	homeName = "[HOME]"
)

// Places returns the folders that the paths normalizer replaces in every
// attempt: the project's root, temp (the system's folder for temporary files),
// and those in the environment.
func Places(root, temp string, getenv func(string) string) []expect.Place {
	list := []expect.Place{{Path: root, Name: rootName}}
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		list = append(list, expect.Place{Path: getenv(name), Name: tempName})
	}
	list = append(list, expect.Place{Path: temp, Name: tempName})
	for _, name := range []string{"HOME", "USERPROFILE"} {
		list = append(list, expect.Place{Path: getenv(name), Name: homeName})
	}
	return both(list)
}

// places returns the folders of every attempt, and those of this one.
func (j *Judge) places(e *hub.Example, o runner.Outcome) []expect.Place {
	var list []expect.Place
	if e.Settings.Workdir == hub.WorkdirCopy {
		copied := path.Join(rootName, path.Dir(e.Path)) // the original folder
		list = append(list, expect.Place{Path: o.Dir, Name: copied})
	}
	return slices.Concat(j.Places, both(append(list, expect.Place{Path: o.Scratch, Name: tempName})))
}

// both returns the places with absolute paths, and for links also their
// targets.
func both(list []expect.Place) []expect.Place {
	list = slices.DeleteFunc(list, func(p expect.Place) bool { return !filepath.IsAbs(p.Path) })
	for _, p := range slices.Clone(list) {
		if real, err := filepath.EvalSymlinks(p.Path); err == nil && real != p.Path {
			list = append(list, expect.Place{Path: real, Name: p.Name})
		}
	}
	return list
}
