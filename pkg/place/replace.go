package place

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
)

// HasReader reports whether what is written at the path goes to somebody who reads
// it (a pipe, a device) and does not stay as a file.
func HasReader(path string) bool {
	if runtime.GOOS != "windows" && strings.HasPrefix(path, "/dev/") {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// head is how much of a file is looked at to know what it is, in bytes.
const head = 8 << 10

// Replaceable checks that git does not track the file, unless ours says of how it
// begins that hub wrote it. git is started with the environment environ.
func (f File) Replaceable(ctx context.Context, environ []string, ours func(head []byte) bool) error {
	if !f.Exists() {
		return nil
	}
	begin, err := f.Head(head)
	if err != nil || ours(begin) {
		return err
	}
	tracked, err := Tracked(ctx, f.Path, environ)
	if tracked {
		err = errors.New("git tracks the file, and hub did not write it: choose another path or remove the file first")
	}
	return err
}
