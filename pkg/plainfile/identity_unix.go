//go:build unix

package plainfile

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// Note: os.Stat says the same and takes twice as long, most of it for the memory of
// its answer.
func look(path string, follow bool) (Identity, error) {
	op := "lstat"
	if follow {
		op = "stat"
	}
	var s unix.Stat_t
	for {
		var err error
		if follow {
			err = unix.Stat(path, &s)
		} else {
			err = unix.Lstat(path, &s)
		}
		switch err {
		case nil:
			return identify(&s), nil
		case unix.EINTR:
		default:
			return Identity{}, &fs.PathError{Op: op, Path: path, Err: err}
		}
	}
}

// ofFile returns the identity of an open file.
func ofFile(f *os.File) (Identity, error) { return identified(int(f.Fd()), f.Name()) }

// identified returns the identity of what the descriptor is of.
func identified(fd int, path string) (Identity, error) {
	var s unix.Stat_t
	for {
		switch err := unix.Fstat(fd, &s); err {
		case nil:
			return identify(&s), nil
		case unix.EINTR:
		default:
			return Identity{}, &fs.PathError{Op: "stat", Path: path, Err: err}
		}
	}
}

func identify(s *unix.Stat_t) Identity {
	return Identity{
		Device: uint64(s.Dev), Inode: uint64(s.Ino), Size: s.Size, Modified: s.Mtim.Nano(), Changed: s.Ctim.Nano(),
		Mode: modeOf(uint32(s.Mode)),
	}
}

// modeOf is the mode in the form of package fs.
func modeOf(m uint32) fs.FileMode {
	mode := fs.FileMode(m & 0o777)
	switch m & unix.S_IFMT {
	case unix.S_IFDIR:
		mode |= fs.ModeDir
	case unix.S_IFLNK:
		mode |= fs.ModeSymlink
	case unix.S_IFIFO:
		mode |= fs.ModeNamedPipe
	case unix.S_IFSOCK:
		mode |= fs.ModeSocket
	case unix.S_IFBLK:
		mode |= fs.ModeDevice
	case unix.S_IFCHR:
		mode |= fs.ModeDevice | fs.ModeCharDevice
	}
	if m&unix.S_ISUID != 0 {
		mode |= fs.ModeSetuid
	}
	if m&unix.S_ISGID != 0 {
		mode |= fs.ModeSetgid
	}
	if m&unix.S_ISVTX != 0 {
		mode |= fs.ModeSticky
	}
	return mode
}
