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

// WriteIn gives the file called name in the folder dir the text that write
// writes. The text is on the disk before the name is, when durable; else that is
// up to the system. An existing file keeps its mode; a new one gets the mode that
// the user's umask gives. It follows no link: one of that name is replaced by the
// file. After an error the file is what it was.
func WriteIn(dir *os.Root, name string, durable bool, write func(io.Writer) error) (err error) {
	whole := filepath.Join(dir.Name(), name)
	if !filepath.IsLocal(name) || name != filepath.Base(name) || name == "." {
		return &os.PathError{Op: "write", Path: whole, Err: syscall.EISDIR}
	}
	var mode fs.FileMode
	keep := false // else the umask decides
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
			dir.Remove(temp) // best effort; IsTemporary finds it
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

// createTemporary makes the temporary file of the one called of. Its mode is
// what the umask leaves of a new file's: it becomes that file.
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
