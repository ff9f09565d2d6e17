package status

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// Restore writes the log of a finished run, replacing any file or link of that
// name. A link is not followed.
func (s *Store) Restore(run *hub.Run) error {
	return s.WriteLog(run.ID, func(w io.Writer) error {
		enc := runlog.NewEncoder(w)
		for e := range runlog.Each(run) {
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// WriteLog writes the log of a finished run like [Store.Restore], by a function that
// writes all of it. If that fails, nothing is replaced.
func (s *Store) WriteLog(id string, write func(io.Writer) error) (err error) {
	path := runlog.Path(s.RunsDir(), id)
	dir, err := s.Guard.Folder(filepath.Dir(path), s.Claim)
	if err == nil {
		err = atomicfile.WriteIn(dir, filepath.Base(path), true, func(w io.Writer) error {
			buf := bufio.NewWriterSize(w, 1<<16)
			if err := write(buf); err != nil {
				return err
			}
			return buf.Flush()
		})
		err = errors.Join(err, dir.Close())
	}
	if err != nil {
		return fmt.Errorf("rewriting the run log: %w", err)
	}
	return nil
}

// Unwritten returns the error of a run whose results are in its log, but could
// not be written to the status file; nil for nil.
func Unwritten(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("failed to write the status file; the next run adds the results from the run log: %w", err)
}
