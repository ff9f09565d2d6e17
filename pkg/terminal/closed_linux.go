package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// closed reports whether the Go runtime opened f in place of a closed stream.
func closed(f *os.File) bool {
	var at, null unix.Stat_t
	fd := int(f.Fd())
	if unix.Fstat(fd, &at) != nil || unix.Stat(os.DevNull, &null) != nil || at.Mode&unix.S_IFMT != unix.S_IFCHR || at.Rdev != null.Rdev {
		return false
	}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	return err == nil && flags&(unix.O_ACCMODE|unix.O_APPEND|unix.O_NONBLOCK) == unix.O_RDWR
}
