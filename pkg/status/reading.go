package status

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// Only these functions read files in the folder, except for the status file: by
// package plainfile, through the folder, so that a pipe or link that an example
// left there can neither block hub nor redirect it.

// reading opens the folder for reading, or a folder below it if below is not
// ".".
func (s *Store) reading(below string) (*os.Root, error) {
	dir, err := plainfile.Folder(s.dir())
	if err != nil || below == "." {
		return dir, err
	}
	folder, err := plainfile.FolderIn(dir, below)
	return folder, errors.Join(err, dir.Close())
}

// within returns a path of this store relative to its folder.
func (s *Store) within(path string) (string, error) { return filepath.Rel(s.dir(), path) }

// Within calls do with one of the store's folders (RunsDir, OutputsDir,
// CacheDir), open for reading. The error is fs.ErrNotExist if it does not
// exist.
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

// Log reads the log of a run. Canceling ctx stops it. The errors are those of
// [runlog.ReadIn].
func (s *Store) Log(ctx context.Context, id string) (log runlog.Log, err error) {
	err = s.Within(s.RunsDir(), func(dir *os.Root) (err error) {
		log, err = runlog.ReadIn(ctx, dir, id)
		return err
	})
	return log, err
}

// Kept returns a run whose log is kept; nil if it is not, or cannot be read.
func (s *Store) Kept(id string) *hub.Run {
	log, err := s.Log(context.Background(), id)
	if err != nil {
		return nil
	}
	return &log.Run
}

// logs lists the runs with logs, sorted by ID.
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

// list lists one of the store's folders; it is empty if the folder does not
// exist.
func (s *Store) list(path string) (entries []fs.DirEntry, err error) {
	err = s.Within(path, func(dir *os.Root) (err error) {
		entries, err = plainfile.Entries(dir)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}

// maxHead is the maximum number of bytes read of small files.
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
