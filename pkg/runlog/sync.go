package runlog

import (
	"errors"
	"os"
	"runtime"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// syncFile syncs the file to disk. It ignores that a file system does not
// support this (some network and user-space ones): the data is in the kernel,
// and nothing more can be done.
func syncFile(f *os.File) error {
	if err := f.Sync(); err != nil && !unsupported(err) {
		return err
	}
	return nil
}

// syncDir syncs a new name in dir to disk. Windows has no such call.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := plainfile.Folder(dir)
	if err != nil {
		return nil // the folder may be writable but not readable: names cannot be synced
	}
	d, err := folder.Open(".")
	if err == nil {
		err = errors.Join(syncFile(d), d.Close())
	}
	return errors.Join(err, folder.Close())
}

func unsupported(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported)
}
