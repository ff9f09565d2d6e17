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
func (s *Store) Restore(run *hub.Run) (err error) {
	path := runlog.Path(s.RunsDir(), run.ID)
	dir, err := s.Guard.Folder(filepath.Dir(path), s.Claim)
	if err == nil {
		err = atomicfile.WriteIn(dir, filepath.Base(path), true, func(w io.Writer) error {
			buf := bufio.NewWriter(w)
			enc := runlog.NewEncoder(buf)
			for _, e := range runlog.Events(run) {
				if err := enc.Encode(e); err != nil {
					return err
				}
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
