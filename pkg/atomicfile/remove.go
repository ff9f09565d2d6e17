package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
)

// RemoveAll removes dir and all in it, also below folders that were made
// unwritable, as module caches are. A dir that is not there is no error.
func RemoveAll(dir string) error {
	if err := os.RemoveAll(dir); err == nil {
		return nil
	}
	// The walk goes on past what it cannot read, and follows no link.
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && err == nil {
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	return os.RemoveAll(dir)
}
