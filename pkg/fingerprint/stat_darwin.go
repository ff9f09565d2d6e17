package fingerprint

import (
	"io/fs"
	"syscall"
)

// system returns what only this system knows of a file: when its inode last
// changed, which no program can set, and the inode's number.
func system(info fs.FileInfo) (ctime int64, inode uint64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctimespec.Nano(), s.Ino
	}
	return 0, 0
}
