package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// workdir returns where the example's process starts, and what to do with
// that folder afterwards; the latter is never nil.
func (x *Executor) workdir(ctx context.Context, e *hub.Example) (dir string, done func(), err error) {
	own := filepath.Dir(e.File)
	switch e.Settings.Workdir {
	case hub.WorkdirExample:
		return own, func() {}, nil
	case hub.WorkdirCopy:
		copied, err := os.MkdirTemp(x.Scratch, "copy-")
		if err != nil {
			return "", func() {}, fmt.Errorf("making a folder for the copy: %w", err)
		}
		// What cannot be removed here goes with the whole scratch folder.
		done := func() { _ = os.RemoveAll(copied) }
		if err := copyTree(ctx, copied, own, filepath.Dir(x.Scratch)); err != nil {
			return "", done, fmt.Errorf("copying the example's folder: %w", err)
		}
		return copied, done, nil
	}
	return x.Root, func() {}, nil
}

// copyTree copies what is below src to dst: folders, regular files with their
// permissions, symbolic links as they are. Sockets, pipes and devices are left
// out, and so is the folder except, which may hold dst itself.
func copyTree(ctx context.Context, dst, src, except string) error {
	return filepath.WalkDir(src, func(path string, d fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		rel, err := filepath.Rel(src, path)
		if err != nil || rel == "." {
			return err
		}
		target := filepath.Join(dst, rel)
		switch {
		case path == except:
			return fs.SkipDir
		case d.IsDir():
			return os.Mkdir(target, 0o777)
		case d.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		case d.Type().IsRegular():
			return copyFile(ctx, target, path)
		}
		return nil
	})
}

// maxCopied bounds one file of a copy, in bytes: a file with holes says that it
// has more than any disk, and the holes are not copied as such.
const maxCopied = 16 << 30

func copyFile(ctx context.Context, dst, src string) (err error) {
	in, err := plainfile.OpenKnown(src, maxCopied)
	if err != nil {
		return err
	}
	defer in.Close() // read only: nothing can be lost
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(dst, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm()|0o200)
	if err != nil {
		return err
	}
	// In pieces, so that a file of any size can be given up on the way.
	for err == nil && ctx.Err() == nil {
		_, err = io.CopyN(out, in, 64<<20)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	return err
}
