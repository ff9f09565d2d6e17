package place

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// Enter returns the folder that a shell's "cd path" leads to from dir, which need not be
// the working directory. The folder exists, can be entered, and has no symbolic links,
// unless it is dir. path must not be empty.
func Enter(dir, path string) (string, error) {
	switch {
	case filepath.IsAbs(path):
	case os.IsPathSeparator(path[0]): // on Windows: of the same volume
		path = filepath.VolumeName(dir) + path
	default:
		path = dir + string(filepath.Separator) + path // not cleaned: link/.. is above what the link leads to
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", err
	case !info.IsDir():
		return "", errors.New("not a folder")
	}
	if _, err := os.Stat(path + string(filepath.Separator) + "."); err != nil { // which needs the right to enter
		return "", err
	}
	if here, err := os.Stat(dir); err == nil && os.SameFile(here, info) {
		return dir, nil
	}
	return filepath.EvalSymlinks(path)
}

// Start returns the folder in which hub acts: the working directory, or the folder that
// the user names for it, relative to that.
func Start(getwd func() (string, error), chdir string) (string, error) {
	dir, err := getwd()
	if err != nil && !filepath.IsAbs(chdir) {
		return "", fmt.Errorf("finding the working directory: %w", err)
	}
	if chdir == "" {
		return dir, nil
	}
	dir, err = Enter(dir, chdir)
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err // without the path, which is the user's
	}
	if err != nil {
		return "", usage.Errorf("-C %s: %w", chdir, err)
	}
	return dir, nil
}
