package judge

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/volatile"
)

// names are the replacements for the project's root, folders for temporary files, and the
// home folder.
type names struct{ root, temp, home string }

// The replacements that the paths normalizer writes.
func placeholders() names { return names{"[ROOT]", "[TMP]", "[HOME]"} }

// Folders returns the folders that the paths normalizer replaces in every
// attempt: the project's root, temp (the system's folder for temporary files),
// and those in the environment.
func Folders(root, temp string, getenv func(string) string) []volatile.Folder {
	return placeholders().folders(root, temp, getenv)
}

// Local returns the same folders with the replacements for messages: paths in the project
// become relative to it, and of paths in the other folders only the rest is kept.
func Local(root, temp string, getenv func(string) string) []volatile.Folder {
	return names{"", "…", "~"}.folders(root, temp, getenv)
}

func (n names) folders(root, temp string, getenv func(string) string) []volatile.Folder {
	list := []volatile.Folder{{Path: root, Name: n.root}}
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		list = append(list, volatile.Folder{Path: getenv(name), Name: n.temp})
	}
	list = append(list, volatile.Folder{Path: temp, Name: n.temp})
	for _, name := range []string{"HOME", "USERPROFILE"} {
		list = append(list, volatile.Folder{Path: getenv(name), Name: n.home})
	}
	return both(list)
}

// folders returns the folders of every attempt, and those of this one.
func (j *Judge) folders(e *hub.Example, o runner.Outcome) []volatile.Folder {
	var list []volatile.Folder
	if e.Settings.Workdir == hub.WorkdirCopy {
		copied := path.Join(placeholders().root, path.Dir(e.Path)) // the original folder
		list = append(list, volatile.Folder{Path: o.Dir, Name: copied})
	}
	return slices.Concat(j.Folders, both(append(list, volatile.Folder{Path: o.Scratch, Name: placeholders().temp})))
}

// both returns the folders with absolute paths, and for links also their
// targets.
func both(list []volatile.Folder) []volatile.Folder {
	list = slices.DeleteFunc(list, func(f volatile.Folder) bool { return !filepath.IsAbs(f.Path) })
	for _, f := range slices.Clone(list) {
		if real, err := filepath.EvalSymlinks(f.Path); err == nil && real != f.Path {
			list = append(list, volatile.Folder{Path: real, Name: f.Name})
		}
	}
	return list
}
