package githook

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/programs"
)

// Project returns the arguments for the project whose configuration is the file
// config ("": none). -c names the file unless its name is usual. dir is the folder in
// which hub acts; -C names it when there is no configuration, or when that is above
// the repository, for hub finds it from dir.
func (r Repo) Project(dir, config, usual string) (Project, error) {
	root, name := dir, ""
	if config != "" {
		root, name = filepath.Split(config)
	}
	prefix, ok := r.Prefix(root)
	if !ok {
		if prefix, ok = r.Prefix(dir); !ok {
			return nil, fmt.Errorf("%s is outside of %s, the work tree that git names for it", dir, r.Top)
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
