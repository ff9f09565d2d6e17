package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// changedLog is the problem of a log that is not what was written to it: an
// example can reach it. Hub knows all that was in it.
func changedLog(why error) hub.Problem {
	return hub.Problem{Kind: hub.ProblemRecord, Message: fmt.Sprintf("%v; hub writes the log anew from what it knows; find out which example writes into hub's state", why)}
}

// uncheckedLog is the problem of a log of which hub could not see whether it is what
// was written to it: hub lacked descriptors or memory to look.
func uncheckedLog(why error) hub.Problem {
	return hub.Problem{Kind: hub.ProblemRecord, Message: fmt.Sprintf("it is not known whether the run log is what hub wrote: %v; %s", why, want.Remedy(why))}
}

// restore writes the log of a run that is over in the place of whatever has its
// name now, a link as well, which is not followed.
func restore(store *status.Store, run *hub.Run) (err error) {
	path := runlog.Path(store.RunsDir(), run.ID)
	dir, err := store.Guard.Folder(filepath.Dir(path), store.Claim)
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
		return fmt.Errorf("writing the run log anew: %w", err)
	}
	return nil
}
