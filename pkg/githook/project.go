package githook

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// Project returns what makes hub act in the project whose configuration is the
// file config; the option -c names it unless it is called usual. dir is where hub
// acts now: it stands for a project without a configuration ("") and for one
// whose configuration lies above the repository, which is found from there.
func (r Repo) Project(dir, config, usual string) (Project, error) {
	root, name := dir, ""
	if config != "" {
		root, name = filepath.Split(config)
	}
	prefix, ok := r.Prefix(root)
	if !ok {
		if prefix, ok = r.Prefix(dir); !ok {
			return nil, fmt.Errorf("%s lies outside of %s, the work tree that git names for it", dir, r.Top)
		}
		name = ""
	}
	if prefix != "." {
		prefix = "./" + prefix
	}
	if name == "" || name == usual {
		return Project{"-C", prefix}, nil
	}
	return Project{"-C", prefix, "-c", name}, nil
}

// Program returns the path by which a hook finds this hub: the one on path, a
// value of PATH, when that is the same file, for such a name outlives an update;
// else its own. Empty when that is not known.
func Program(path string) string {
	own, err := os.Executable()
	if err != nil {
		return ""
	}
	if onPath, err := programs.LookPath("hub", path); err == nil && sameFile(own, onPath) {
		own = onPath
	}
	return filepath.ToSlash(own)
}

func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}
