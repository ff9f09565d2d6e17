// Package atomicfile replaces files as a whole: whoever opens one reads the
// old text or the new one, never a part of either.
//
// Note: google/renameio does the same but for Windows, where it does nothing;
// natefinch/atomic does it there too, but never asks the disk, so that after a
// power failure the file can be empty.
package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Write gives file the text that write writes. The text is on the disk before
// the name is, when durable; else that is up to the system. An existing file
// keeps its mode and a symbolic link stays one; a new file gets 0644. After an
// error the file is what it was. The folder must exist.
func Write(file string, durable bool, write func(io.Writer) error) (err error) {
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(file); err == nil {
		if info.IsDir() {
			return &os.PathError{Op: "write", Path: file, Err: syscall.EISDIR}
		}
		mode = info.Mode().Perm()
	}
	dir := filepath.Dir(file)
	tmp, err := os.CreateTemp(dir, temporary(filepath.Base(file))+"*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name()) // best effort; IsTemporary finds it
		}
	}()
	err = write(tmp)
	if err == nil && runtime.GOOS != "windows" {
		err = tmp.Chmod(mode)
	}
	if err == nil && durable {
		err = ignoreUnsupported(tmp.Sync())
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err = replace(tmp.Name(), file); err != nil {
		return err
	}
	if durable && runtime.GOOS != "windows" {
		if d, err := os.Open(dir); err == nil {
			return errors.Join(ignoreUnsupported(d.Sync()), d.Close())
		}
	}
	return nil
}

// IsTemporary reports whether name is what a crash in Write left of the file
// called of, in the same folder.
func IsTemporary(name, of string) bool {
	return strings.HasPrefix(name, temporary(of)) && strings.HasSuffix(name, ".tmp")
}

// temporary is how the names of temporary files of the file called of begin: a
// name may have 255 bytes, and a long one has no room for more.
func temporary(of string) string { return "." + of[:min(len(of), 200)] + "." }

// ignoreUnsupported passes over file systems that cannot be asked to sync.
func ignoreUnsupported(err error) error {
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// replace renames. On Windows that fails while somebody reads the file, which
// no reader does for long.
func replace(from, to string) error {
	err := os.Rename(from, to)
	for range 200 {
		if err == nil || runtime.GOOS != "windows" {
			break
		}
		time.Sleep(10 * time.Millisecond)
		err = os.Rename(from, to)
	}
	return err
}
