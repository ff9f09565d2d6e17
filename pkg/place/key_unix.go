//go:build unix

package place

import (
	"io/fs"
	"syscall"
)

// fileKey is the same for all names of one file.
type fileKey [2]uint64

func keyOf(info fs.FileInfo) fileKey {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return fileKey{uint64(s.Dev), uint64(s.Ino)}
	}
	return fileKey{}
}
