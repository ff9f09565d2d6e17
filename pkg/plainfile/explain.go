package plainfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Explain returns an [*Error] in the place of err, why a path below dir could not
// be used as a folder, when one of its parts is not a folder: something else, or a
// link that leads nowhere or out of dir.
func Explain(dir *os.Root, path string, err error) error {
	part := ""
	for name := range strings.SplitSeq(filepath.ToSlash(path), "/") {
		part = filepath.Join(part, name)
		named, lerr := dir.Lstat(part)
		if lerr != nil {
			return err
		}
		if info, serr := dir.Stat(part); serr != nil || !info.IsDir() {
			return &Error{Path: within(dir.Name(), part), Mode: named.Mode(), Folder: true}
		}
	}
	return err
}

// ExplainPath is the same for an absolute path, of which a folder above is
// something else; links are followed.
func ExplainPath(path string, err error) error {
	for errors.Is(err, syscall.ENOTDIR) {
		above := filepath.Dir(path)
		if above == path {
			break
		}
		path = above
		if info, serr := os.Stat(path); serr == nil {
			if info.IsDir() {
				break
			}
			return &Error{Path: path, Mode: info.Mode(), Folder: true}
		} else if errors.Is(serr, fs.ErrNotExist) {
			break
		}
	}
	return err
}
