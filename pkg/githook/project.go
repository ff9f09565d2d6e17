package githook

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// Project returns the arguments for the project with the configuration file config
// ("": none). -c names the file unless it has the usual name. -C names the folder of
// the file; if there is no file, or it is above the repository, it names dir, the
// folder in which hub runs, from where hub finds it.
func (r Repo) Project(dir, config, usual string) (Project, error) {
	root, name := dir, ""
	if config != "" {
		root, name = filepath.Split(config)
	}
	prefix, ok := r.Prefix(root)
	if !ok {
		if prefix, ok = r.Prefix(dir); !ok {
			return nil, fmt.Errorf("%s is outside %s, which git reports as its work tree", dir, r.Top)
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

// Program returns the path by which a hook starts this hub: the one on path, a value
// of PATH, when that is the same file, because such a path survives updates; else the
// program's own. It is empty when that is unknown.
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
