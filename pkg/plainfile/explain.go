package plainfile

import (
	"os"
	"path/filepath"
	"strings"
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
	if !belowFile(err) {
		return err
	}
	for above := filepath.Dir(path); above != path; path, above = above, filepath.Dir(above) {
		switch info, serr := os.Stat(above); {
		case serr != nil:
		case info.IsDir():
			return err
		default:
			return &Error{Path: above, Mode: info.Mode(), Folder: true}
		}
	}
	return err
}
