package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// RemoveAll removes path and all in it, also below folders that were made
// unwritable, as module caches are. A path that is not there is no error; a
// link is removed, not what it leads to.
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

// RemoveAllIn is RemoveAll for a path in the folder dir. Whatever is swapped
// for a link meanwhile, nothing outside of dir is removed.
func RemoveAllIn(dir *os.Root, path string) error {
	if err := dir.RemoveAll(path); err == nil {
		return nil
	}
	// The walk goes on past what it cannot read, and follows no link.
	_ = fs.WalkDir(dir.FS(), filepath.ToSlash(path), func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && err == nil {
			_ = dir.Chmod(filepath.FromSlash(name), 0o700)
		}
		return nil
	})
	return dir.RemoveAll(path)
}
