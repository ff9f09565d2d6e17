//go:build !unix

package place

import "io/fs"

// fileKey narrows the search for a file: all its names have the same key, and two
// files rarely do.
type fileKey [2]uint64

func keyOf(info fs.FileInfo) fileKey {
	return fileKey{uint64(info.Size()), uint64(info.ModTime().UnixNano())}
}
