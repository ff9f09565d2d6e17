//go:build unix

package plainfile

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// noWait opens a pipe without a writer at once, and a device without waiting
// for it.
const noWait = unix.O_NONBLOCK

// Careful are the flags for libraries that open files themselves: nothing is
// waited for, and a symbolic link is an error.
const Careful = unix.O_NONBLOCK | unix.O_NOFOLLOW

// belowFile reports whether the error can be that of a path below a file.
func belowFile(err error) bool { return errors.Is(err, unix.ENOTDIR) }

// patient opens a file: nothing that another process does to it is in the way.
func patient(open func() (*os.File, error)) (*os.File, error) { return open() }

// open opens a file to read it.
//
// Note: every example is read once. os.OpenFile, and os.NewFile of what does not
// block, would first try whether the file can be waited for, which takes more
// system calls than to read it.
func open(path string) (*os.File, error) {
	fd, err := descriptor(path)
	if err != nil {
		return nil, err
	}
	_, _ = unix.FcntlInt(uintptr(fd), unix.F_SETFL, 0) // it was opened: nothing is waited for
	return os.NewFile(uintptr(fd), path), nil
}

func descriptor(path string) (int, error) {
	for {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|noWait, 0)
		switch err {
		case nil:
			return fd, nil
		case unix.EINTR:
			continue
		}
		return -1, &fs.PathError{Op: "open", Path: path, Err: err}
	}
}

// headKnown is [HeadKnown] without what the runtime keeps of an open file. ok is
// false when there is no plain file.
func headKnown(path string, buf []byte) (data []byte, id Identity, ok bool, err error) {
	fd, err := descriptor(path)
	if err != nil {
		return nil, id, true, err
	}
	defer unix.Close(fd) // read only: nothing can be lost
	if id, err = identified(fd, path); err != nil {
		return nil, id, true, err
	}
	if !id.Mode.IsRegular() {
		return nil, id, false, nil
	}
	data, err = readHead(fd, path, buf, id.Size)
	return data, id, true, err
}

// readHead reads a file of that size from its start into buf.
func readHead(fd int, path string, buf []byte, size int64) ([]byte, error) {
	n := 0
	for n < len(buf) {
		got, err := unix.Read(fd, buf[n:])
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return buf[:n], &fs.PathError{Op: "read", Path: path, Err: err}
		case got == 0:
			return buf[:n], nil
		}
		if n += got; int64(n) == size {
			return buf[:n], nil
		}
	}
	return buf[:n], nil
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

// unrooted returns the folder as a file that was not opened below an [os.Root], and closes
// f. path is where it is.
func unrooted(f *os.File, path string) (*os.File, error) {
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, errors.Join(&fs.PathError{Op: "open", Path: path, Err: err}, f.Close())
	}
	return os.NewFile(uintptr(fd), path), f.Close()
}
