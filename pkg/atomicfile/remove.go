package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// RemoveAll removes path and everything below it, including read-only folders such
// as module caches. A missing path is not an error; a link is removed, its target
// is not.
func RemoveAll(path string) (err error) {
	dir, err := plainfile.Folder(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return RemoveAllIn(dir, filepath.Base(path))
}

// RemoveAllIn is like [RemoveAll], for a path in the folder dir. It removes nothing
// outside dir, even if a folder is swapped for a link meanwhile.
func RemoveAllIn(dir *os.Root, path string) error {
	if err := dir.RemoveAll(path); err == nil {
		return nil
	}
	// WalkDir skips what it cannot read and follows no link.
	_ = fs.WalkDir(dir.FS(), filepath.ToSlash(path), func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && err == nil {
			_ = dir.Chmod(filepath.FromSlash(name), 0o700)
		}
		return nil
	})
	return dir.RemoveAll(path)
}
