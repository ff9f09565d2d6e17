package place

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
)

// File is a place for one file, which may exist or not.
type File struct {
	// Path is the file with links resolved; for messages, not to write to.
	Path string
	// base is a folder that exists and that a write does not leave, rel the file
	// from there.
	base, rel string
}

// File is the file that hub may write at the path, which is absolute. The error
// is a *[Refusal], or one of the file system's.
func (g *Guard) File(path string, by Claim) (File, error) {
	f, err := g.resolve(path, by)
	if err != nil {
		return File{}, err
	}
	if info, err := os.Lstat(f.Path); err == nil && !info.Mode().IsRegular() {
		return File{}, &Refusal{Kind: NotFile, Path: path, Real: f.Path}
	}
	return f, nil
}

// Folder opens the folder at the path, which is absolute, and makes it when it
// is missing. The caller closes it. Whatever is written by it stays in it.
func (g *Guard) Folder(path string, by Claim) (_ *os.Root, err error) {
	f, err := g.resolve(path, by)
	if err != nil {
		return nil, err
	}
	base, err := os.OpenRoot(f.base)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, base.Close()) }()
	return Below(base, f.rel)
}

// Below opens the folder at a path in dir, and makes it when it is missing.
func Below(dir *os.Root, path string) (*os.Root, error) {
	if path != "." {
		if err := dir.MkdirAll(path, 0o777); err != nil {
			return nil, err
		}
	}
	return dir.OpenRoot(path)
}

// in opens the file's folder, which is made when it is missing.
func (f File) in(do func(dir *os.Root, name string) error) (err error) {
	base, err := os.OpenRoot(f.base)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, base.Close()) }()
	dir, err := Below(base, filepath.Dir(f.rel))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return do(dir, filepath.Base(f.rel))
}

// Replace gives the file as a whole the text that write writes, as
// [atomicfile.WriteIn] does. Missing folders are made.
func (f File) Replace(durable bool, write func(io.Writer) error) error {
	return f.in(func(dir *os.Root, name string) error { return atomicfile.WriteIn(dir, name, durable, write) })
}

// Rewrite opens the file for writing from its start, empty; missing folders are
// made.
func (f File) Rewrite() (file *os.File, err error) {
	err = f.in(func(dir *os.Root, name string) error {
		// What has become of it meanwhile is not waited for.
		if info, err := dir.Lstat(name); err == nil && !info.Mode().IsRegular() {
			return &Refusal{Kind: NotFile, Path: f.Path, Real: f.Path}
		}
		file, err = dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
		return err
	})
	return file, err
}

// Remove removes the file; that there is none is no error.
func (f File) Remove() error {
	return f.in(func(dir *os.Root, name string) error {
		if err := dir.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// Head is how the file begins, at most so many bytes; nothing when there is no
// such file. Only a regular file is opened: others may never answer.
func (f File) Head(most int64) ([]byte, error) {
	info, err := os.Lstat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &Refusal{Kind: NotFile, Path: f.Path, Real: f.Path}
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, err
	}
	head, err := io.ReadAll(io.LimitReader(file, most))
	return head, errors.Join(err, file.Close())
}

// Exists reports whether something of the name is there.
func (f File) Exists() bool {
	_, err := os.Lstat(f.Path)
	return err == nil
}
