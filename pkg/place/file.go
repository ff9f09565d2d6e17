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

// File is a file that hub may write; it need not exist.
type File struct {
	// Path is the absolute path with links resolved: for messages only.
	Path string
	// base is an existing folder that a write does not leave; rel is the file's path
	// in it.
	base, rel string
}

// File returns the file at the absolute path as one that hub may write. The error
// is a *[Refusal] or an error of the file system.
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

// Folder opens the folder at the absolute path and creates it if it is missing.
// Writes through it stay inside it. The caller closes it.
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

// Below opens the folder at a path in dir and creates it if it is missing.
func Below(dir *os.Root, path string) (*os.Root, error) {
	if path != "." {
		if err := dir.MkdirAll(path, 0o777); err != nil {
			return nil, plainfile.Explain(dir, path, err)
		}
	}
	return plainfile.FolderIn(dir, path)
}

// in calls do with the file's folder, which it creates if it is missing.
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

// Replace replaces the file's content with what write writes, atomically, see
// [atomicfile.WriteIn]. It creates missing folders.
func (f File) Replace(durable bool, write func(io.Writer) error) error {
	return f.in(func(dir *os.Root, name string) error { return atomicfile.WriteIn(dir, name, durable, write) })
}

// ReplaceWhen is Replace with a last word, see [atomicfile.WriteWhen].
func (f File) ReplaceWhen(durable bool, write func(io.Writer) error, ready func() error) error {
	return f.in(func(dir *os.Root, name string) error { return atomicfile.WriteWhen(dir, name, durable, write, ready) })
}

// Rewrite truncates the file and opens it for writing. It creates missing folders.
func (f File) Rewrite() (file *os.File, err error) {
	err = f.in(func(dir *os.Root, name string) error {
		file, err = plainfile.RewriteIn(dir, name)
		return err
	})
	return file, err
}

// Remove removes the file; a missing file is not an error.
func (f File) Remove() error {
	return f.in(func(dir *os.Root, name string) error {
		if err := dir.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// Head returns at most the first most bytes of the file; nothing if it is missing.
// Only a regular file is opened.
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

// Exists reports whether anything of that name exists.
func (f File) Exists() bool {
	_, err := os.Lstat(f.Path)
	return err == nil
}
