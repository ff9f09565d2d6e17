package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// verify checks, before the end is recorded, that the log is what was written to
// it: an example can reach it. What it finds is recorded as a problem of the run.
func (r *recording) verify(now time.Time) {
	if r.log == nil || r.logErr != nil {
		return
	}
	if r.changed = r.log.Intact(); r.changed != nil {
		problem := changedLog(r.changed)
		r.observe(hub.Event{Type: hub.EventProblem, Time: now, Problem: &problem})
	}
}

func changedLog(why error) hub.Problem {
	return hub.Problem{Kind: hub.ProblemRecord, Message: fmt.Sprintf("%v; hub writes the log anew from what it knows; find out which example writes into hub's state", why)}
}

// closeLog closes the log, and writes it anew when it is not what was written to
// it: hub knows all that was in it. The error says what went wrong with either.
func (r *recording) closeLog() error {
	err := errors.Join(r.logErr, r.log.Close())
	if r.changed == nil && r.logErr == nil {
		if r.changed = r.log.Intact(); r.changed != nil {
			r.late = append(r.late, changedLog(r.changed))
		}
	}
	if r.changed == nil {
		return err
	}
	run := r.run()
	return errors.Join(err, r.changed, restore(r.log.Path(), &run))
}

// run is the run as it was recorded.
func (r *recording) run() hub.Run {
	run := r.recorder.Run()
	run.Problems = append(run.Problems, r.late...)
	return run
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
