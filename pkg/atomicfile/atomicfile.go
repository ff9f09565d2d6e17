// Package atomicfile replaces files as a whole: a reader sees the old text or the
// new one, never a part of either.
//
// Note: google/renameio does nothing on Windows; natefinch/atomic works there, but
// never syncs, so the file can be empty after a power failure.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// WriteIn replaces the content of the file name in the folder dir with what write
// writes. With durable, the content is synced to disk before the rename. An
// existing file keeps its mode; a new one gets its mode from the umask. A link of
// that name is replaced, not followed. After an error the file is unchanged.
func WriteIn(dir *os.Root, name string, durable bool, write func(io.Writer) error) error {
	return WriteWhen(dir, name, durable, write, func() error { return nil })
}

// WriteWhen is [WriteIn] with a last word: when the content is written, and with durable
// synced, it calls ready, and replaces the file only if that returns no error. So what
// takes long can be done beside other work that decides whether the content is right.
func WriteWhen(dir *os.Root, name string, durable bool, write func(io.Writer) error, ready func() error) (err error) {
	whole := filepath.Join(dir.Name(), name)
	if !filepath.IsLocal(name) || name != filepath.Base(name) || name == "." {
		return &os.PathError{Op: "write", Path: whole, Err: syscall.EISDIR}
	}
	var mode fs.FileMode
	keep := false
	if info, err := dir.Lstat(name); err == nil {
		switch {
		case info.IsDir():
			return &os.PathError{Op: "write", Path: whole, Err: syscall.EISDIR}
		case info.Mode().IsRegular():
			mode, keep = info.Mode().Perm(), true
		}
	}
	tmp, temp, err := createTemporary(dir, name)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			dir.Remove(temp) // best effort; see IsTemporary
		}
	}()
	err = write(tmp)
	if err == nil && keep && runtime.GOOS != "windows" {
		err = tmp.Chmod(mode)
	}
	if err == nil && durable {
		err = ignoreUnsupported(tmp.Sync())
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err = ready(); err != nil {
		return err
	}
	if err = replace(dir, temp, name); err != nil {
		return err
	}
	if durable && runtime.GOOS != "windows" {
		if d, err := dir.Open("."); err == nil {
			return errors.Join(ignoreUnsupported(d.Sync()), d.Close())
		}
	}
	return nil
}

// createTemporary creates the temporary file for the file called of, with the mode
// of any new file.
func createTemporary(dir *os.Root, of string) (file *os.File, name string, err error) {
	const tries = 10_000
	for try := 1; ; try++ {
		name = temporary(of) + strconv.FormatUint(uint64(rand.Uint32()), 10) + ".tmp"
		file, err = dir.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) || try == tries {
			return file, name, err
		}
	}
}

// IsTemporary reports whether name is a temporary file that a crash in [WriteIn]
// left behind for the file called of, in the same folder.
func IsTemporary(name, of string) bool {
	return strings.HasPrefix(name, temporary(of)) && strings.HasSuffix(name, ".tmp")
}

// temporary returns the prefix of the temporary files for the file called of. It
// is cut, since a name may have at most 255 bytes.
func temporary(of string) string { return "." + of[:min(len(of), 200)] + "." }

// ignoreUnsupported drops the error of a file system that does not support sync.
func ignoreUnsupported(err error) error {
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// replace renames. On Windows that fails while the file is open for reading, so it
// is tried for 2 seconds.
func replace(dir *os.Root, from, to string) error {
	err := dir.Rename(from, to)
	for range 200 {
		if err == nil || runtime.GOOS != "windows" {
			break
		}
		time.Sleep(10 * time.Millisecond)
		err = dir.Rename(from, to)
	}
	return err
}
