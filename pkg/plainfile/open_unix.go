//go:build unix

package plainfile

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// noWait opens a pipe that nobody writes to at once, and a device without waiting
// for it.
const noWait = unix.O_NONBLOCK

// Careful are the flags for libraries that open files themselves: nothing is
// waited for, and a symbolic link is an error.
const Careful = unix.O_NONBLOCK | unix.O_NOFOLLOW

// open opens a file to read it.
//
// Note: os.OpenFile would first try whether the file can be waited for, which
// takes more system calls, and every example is read once.
func open(path string) (*os.File, error) {
	for {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|noWait, 0)
		switch err {
		case nil:
			return os.NewFile(uintptr(fd), path), nil
		case unix.EINTR:
			continue
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
}

// openRoot opens a folder. The dot makes the system refuse anything else by
// itself: os.OpenRoot opens what is there, and waits for a pipe.
func openRoot(path string) (*os.Root, error) {
	if path == "" {
		return nil, &fs.PathError{Op: "open", Path: path, Err: unix.ENOENT}
	}
	return named(os.OpenRoot(path + "/."))
}

// named keeps the dot out of messages.
func named(dir *os.Root, err error) (*os.Root, error) {
	if failed, ok := err.(*fs.PathError); ok {
		failed.Path = failed.Path[:len(failed.Path)-len("/.")]
	}
	return dir, err
}
