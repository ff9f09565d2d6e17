//go:build unix

package runner

import (
	"time"

	"golang.org/x/sys/unix"
)

// changed is when the folder last changed in any way: what is made in it counts,
// and so does setting its other times. The zero time says that it is not known.
func changed(dir string) time.Time {
	var st unix.Stat_t
	if err := unix.Lstat(dir, &st); err != nil {
		return time.Time{}
	}
	return time.Unix(st.Ctim.Unix())
}

// empty reports whether a folder certainly holds nothing.
//
// Note: a folder that is opened as an os.File costs four times as many system
// calls, and every attempt asks this once.
func empty(dir string) bool {
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer func() { _ = unix.Close(fd) }() // only read
	var buf [4096]byte
	for {
		n, err := unix.ReadDirent(fd, buf[:])
		if err != nil {
			return false
		}
		if n <= 0 {
			return true
		}
		if _, names, _ := unix.ParseDirent(buf[:n], 1, nil); names > 0 {
			return false
		}
	}
}
