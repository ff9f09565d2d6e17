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

// Folders returns the folders that the paths normalizer replaces in every
// attempt: the project's root, temp (the system's folder for temporary files),
// and those in the environment.
func Folders(root, temp string, getenv func(string) string) []expect.Folder {
	list := []expect.Folder{{Path: root, Name: rootName}}
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		list = append(list, expect.Folder{Path: getenv(name), Name: tempName})
	}
	list = append(list, expect.Folder{Path: temp, Name: tempName})
	for _, name := range []string{"HOME", "USERPROFILE"} {
		list = append(list, expect.Folder{Path: getenv(name), Name: homeName})
	}
	return both(list)
}

// folders returns the folders of every attempt, and those of this one.
func (j *Judge) folders(e *hub.Example, o runner.Outcome) []expect.Folder {
	var list []expect.Folder
	if e.Settings.Workdir == hub.WorkdirCopy {
		copied := path.Join(rootName, path.Dir(e.Path)) // the original folder
		list = append(list, expect.Folder{Path: o.Dir, Name: copied})
	}
	return slices.Concat(j.Folders, both(append(list, expect.Folder{Path: o.Scratch, Name: tempName})))
}

// both returns the folders with absolute paths, and for links also their
// targets.
func both(list []expect.Folder) []expect.Folder {
	list = slices.DeleteFunc(list, func(f expect.Folder) bool { return !filepath.IsAbs(f.Path) })
	for _, f := range slices.Clone(list) {
		if real, err := filepath.EvalSymlinks(f.Path); err == nil && real != f.Path {
			list = append(list, expect.Folder{Path: real, Name: f.Name})
		}
	}
	return list
}
