package runlog

import (
	"errors"
	"os"
	"runtime"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// syncFile brings the file to the disk. A file system that cannot be asked to
// (some network and user-space ones) is no error: there is nothing to be done
// about it, and what was written is in the kernel.
func syncFile(f *os.File) error {
	if err := f.Sync(); err != nil && !unsupported(err) {
		return err
	}
	return nil
}

// syncDir brings a new name in dir to the disk. Windows has no such call.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := plainfile.Folder(dir)
	if err != nil {
		return nil // the folder may be written and not read: names cannot be synced
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
