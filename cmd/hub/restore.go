package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// changedLog is the problem of a log that is not what was written to it: an
// example can reach it. Hub knows all that was in it.
func changedLog(why error) hub.Problem {
	return hub.Problem{Kind: hub.ProblemRecord, Message: fmt.Sprintf("%v; hub writes the log anew from what it knows; find out which example writes into hub's state", why)}
}

// restore writes the log of a run that is over in the place of whatever has its
// name now.
func restore(path string, run *hub.Run) error {
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if info, statErr := os.Lstat(path); statErr == nil && info.Mode()&(os.ModeType|0o600) != 0o600 {
		err = errors.Join(err, os.Remove(path)) // a link, say: nothing is written through it
	}
	if err == nil {
		err = atomicfile.Write(path, true, func(w io.Writer) error {
			buf := bufio.NewWriter(w)
			enc := runlog.NewEncoder(buf)
			for _, e := range runlog.Events(run) {
				if err := enc.Encode(e); err != nil {
					return err
				}
			}
			return buf.Flush()
		})
	}
	if err != nil {
		return fmt.Errorf("writing the run log anew: %w", err)
	}
	return nil
}
