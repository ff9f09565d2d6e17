package status

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// What lies in the folder is read here, and only here but for the status file
// itself: by package plainfile, through the folder, so that neither a pipe nor a
// link of an example's holds up hub or leads it elsewhere.

// reading opens the folder to read in it, and a folder below it when below is
// not ".".
func (s *Store) reading(below string) (*os.Root, error) {
	dir, err := plainfile.Folder(s.dir())
	if err != nil || below == "." {
		return dir, err
	}
	folder, err := plainfile.FolderIn(dir, below)
	return folder, errors.Join(err, dir.Close())
}

// within is the path, which this store names, from the folder.
func (s *Store) within(path string) (string, error) { return filepath.Rel(s.dir(), path) }

// Within does something with the open folder of a path that this store names
// (RunsDir, OutputsDir, CacheDir), to read in it. The error is fs.ErrNotExist
// where there is none.
func (s *Store) Within(path string, do func(dir *os.Root) error) error {
	rel, err := s.within(path)
	if err != nil {
		return err
	}
	dir, err := s.reading(rel)
	if err != nil {
		return err
	}
	return errors.Join(do(dir), dir.Close())
}

// Log reads the log of a run that is kept. It ends when ctx does. The errors are
// those of [runlog.ReadIn].
func (s *Store) Log(ctx context.Context, id string) (log runlog.Log, err error) {
	err = s.Within(s.RunsDir(), func(dir *os.Root) (err error) {
		log, err = runlog.ReadIn(ctx, dir, id)
		return err
	})
	return log, err
}

// logs lists the runs whose logs are kept, oldest first by their names.
func (s *Store) logs() (ids []string, err error) {
	err = s.Within(s.RunsDir(), func(dir *os.Root) (err error) {
		ids, err = runlog.ListIn(dir)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return ids, err
}

// list lists what is in a folder that this store names; nothing where there is
// none.
func (s *Store) list(path string) (entries []fs.DirEntry, err error) {
	err = s.Within(path, func(dir *os.Root) (err error) {
		entries, err = fs.ReadDir(dir.FS(), ".")
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}

// maxHead is how much is read of small files, in bytes.
const maxHead = 64 << 10

// head64K reads the beginning of a file below the folder.
func (s *Store) head64K(path string) (head []byte, err error) {
	return shared(func() ([]byte, error) {
		err := s.Within(filepath.Dir(path), func(dir *os.Root) (err error) {
			head, err = plainfile.HeadIn(dir, filepath.Base(path), maxHead)
			return err
		})
		return head, err
	})
}

// statusHead reads the beginning of the status file.
func (s *Store) statusHead() ([]byte, error) {
	return shared(func() ([]byte, error) { return plainfile.Head(s.file, make([]byte, maxHead)) })
}
