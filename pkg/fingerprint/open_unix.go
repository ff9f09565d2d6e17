//go:build unix

package fingerprint

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// open opens a regular file to read it.
//
// Note: os.Open would first try whether the file can be waited for, which takes
// five more system calls, and every example is read once.
func open(file string) (*os.File, error) {
	for {
		fd, err := unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		switch err {
		case nil:
			return os.NewFile(uintptr(fd), file), nil
		case unix.EINTR:
			continue
		}
		return nil, &fs.PathError{Op: "open", Path: file, Err: err}
	}
}
