//go:build !unix

package place

import "io/fs"

// fileKey is the same for all names of one file, and hardly ever for two.
type fileKey [2]uint64

func keyOf(info fs.FileInfo) fileKey {
	return fileKey{uint64(info.Size()), uint64(info.ModTime().UnixNano())}
}
