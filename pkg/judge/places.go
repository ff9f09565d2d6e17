package judge

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// The names that the paths normalizer writes.
const (
	rootName = "[ROOT]"
	tempName = "[TMP]"
	homeName = "[HOME]"
)

// Places returns the folders that the paths normalizer knows in every attempt:
// the project's root, temp, which is the system's folder for temporary files, and
// those that the environment names.
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

// places are the folders of every attempt, and those of this one.
func (j *Judge) places(e *hub.Example, o runner.Outcome) []expect.Place {
	var list []expect.Place
	if e.Settings.Workdir == hub.WorkdirCopy {
		copied := path.Join(rootName, path.Dir(e.Path)) // what it is a copy of
		list = append(list, expect.Place{Path: o.Dir, Name: copied})
	}
	return slices.Concat(j.Places, both(append(list, expect.Place{Path: o.Scratch, Name: tempName})))
}

// both are the places with absolute paths. One that is reached by a link is known
// by both of its names.
func both(list []expect.Place) []expect.Place {
	list = slices.DeleteFunc(list, func(p expect.Place) bool { return !filepath.IsAbs(p.Path) })
	for _, p := range slices.Clone(list) {
		if real, err := filepath.EvalSymlinks(p.Path); err == nil && real != p.Path {
			list = append(list, expect.Place{Path: real, Name: p.Name})
		}
	}
	return list
}
