package place

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
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
	base, err := plainfile.Folder(f.base)
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
			return nil, plainfile.Explain(dir, path, err)
		}
	}
	return plainfile.FolderIn(dir, path)
}

// in opens the file's folder, which is made when it is missing.
func (f File) in(do func(dir *os.Root, name string) error) (err error) {
	base, err := plainfile.Folder(f.base)
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
		file, err = plainfile.RewriteIn(dir, name)
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
// such file. What is no regular file is not opened.
func (f File) Head(most int64) ([]byte, error) {
	base, err := plainfile.Folder(f.base)
	if err != nil {
		return nil, err
	}
	head, err := plainfile.HeadIn(base, f.rel, most)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return head, errors.Join(err, base.Close())
}

// Exists reports whether something of the name is there.
func (f File) Exists() bool {
	_, err := os.Lstat(f.Path)
	return err == nil
}
