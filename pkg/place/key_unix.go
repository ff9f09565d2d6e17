//go:build unix

package place

import (
	"io/fs"
	"syscall"
)

// fileKey identifies a file: all its names have the same key.
type fileKey [2]uint64

func keyOf(info fs.FileInfo) fileKey {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return fileKey{uint64(s.Dev), uint64(s.Ino)}
	}
	return fileKey{}
}
