package place

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
)

// Stdout is the path that stands for stdout.
const Stdout = "-"

// HasReader reports whether writes to the path go to a reader (a pipe, a device)
// and not into a file.
func HasReader(path string) bool {
	if runtime.GOOS != "windows" && strings.HasPrefix(path, "/dev/") {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// head is how many bytes of a file are read to recognise its content.
const head = 8 << 10

// Replaceable returns an error if git tracks the file, unless ours recognises the
// first 8 KiB as written by hub. git runs with the environment environ.
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
