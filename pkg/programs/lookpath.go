package programs

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// LookPath finds the program name in path, the value of the PATH that the
// child will have. A name with a separator in it is returned as it is: it is
// the child's folder that it is relative to. Entries of path that are not
// absolute are passed over, for what they mean depends on who asks.
//
// The error wraps [exec.ErrNotFound], or what kept a file of that name from
// being a program.
func LookPath(name, path string) (string, error) {
	if name == "" {
		return "", fmt.Errorf("an empty command: %w", exec.ErrNotFound)
	}
	if strings.ContainsAny(name, separators) {
		return name, nil
	}
	var denied error
	for _, dir := range filepath.SplitList(path) {
		if !filepath.IsAbs(dir) {
			continue
		}
		file, err := executable(filepath.Join(dir, name))
		if err == nil {
			return file, nil
		}
		if denied == nil && file != "" {
			denied = fmt.Errorf("%s: %w", file, err)
		}
	}
	if denied != nil {
		return "", denied
	}
	return "", fmt.Errorf("%s is not in PATH: %w", name, exec.ErrNotFound)
}

// Executable says why the file, a path, cannot be started as a program: it does
// not exist, is no file (a folder, a named pipe) or is not marked executable (which
// Windows has no mark for). nil: nothing of that is wrong.
func Executable(file string) error {
	_, err := executable(file)
	return err
}
