package merge

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Begin reads the status and numbers the joined run. Without logs there is nothing
// to record, and the status is nil, as when it could not be read: that is a problem
// of the run.
func Begin(lock *status.Lock, joined *Joined) (*status.File, []status.Note) {
	if len(joined.Parts) == 0 {
		return nil, nil
	}
	known, notes, err := lock.Fold()
	if err == nil {
		err = lock.SetRun(joined.Run.ID)
	}
	if err == nil {
		var sequence int64
		sequence, err = lock.Sequence(known, joined.Run.ID)
		joined.Number(sequence)
	}
	if err != nil {
		joined.Report(unrecorded(err))
		return nil, notes
	}
	return known, notes
}

func unrecorded(err error) hub.Problem {
	return hub.Problemf(hub.ProblemRecord, "failed to record the merged run: %v", err)
}

// Record gives the joined run a log, and then folds it into the status that
// [Begin] returned. That it could not be recorded is a problem of the run, and so
// is a status that could not be written: the log is written anew with that. The
// errors are of the latter.
func Record(store *status.Store, lock *status.Lock, known *status.File, joined *Joined) []error {
	if known == nil {
		return nil
	}
	if err := record(store, &joined.Run); err != nil {
		joined.Report(unrecorded(err))
		return amend(store, &joined.Run)
	}
	err := lock.FoldRun(known, &joined.Run)
	if err == nil {
		return nil
	}
	joined.Report(hub.Problemf(hub.ProblemRecord, "%v", status.Unwritten(err)))
	if late := amend(store, &joined.Run); late != nil {
		return late
	}
	_ = lock.FoldRun(known, &joined.Run) // that it cannot be written is in the run
	return nil
}

// amend writes the log of a joined run anew, that has got a problem since it was
// written, or may have been. Where that cannot be done there is none.
func amend(store *status.Store, run *hub.Run) []error {
	why := record(store, run)
	if why == nil {
		return nil
	}
	dir, err := store.Below(store.RunsDir())
	if err == nil {
		err = errors.Join(dir.Remove(filepath.Base(runlog.Path("", run.ID))), dir.Close())
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return []error{why, fmt.Errorf("removing the log of the merged run: %w", err)}
	}
	return []error{why}
}

// record writes a run that is over to its log. One of that ID that says the same
// is the same run, recorded before; any other is what a crash left of it, or was
// changed since.
func record(store *status.Store, run *hub.Run) error {
	log, err := store.Log(context.Background(), run.ID)
	if err == nil && log.Unproven() == "" && same(&log.Run, run) {
		return nil
	}
	return store.Restore(run)
}

// same reports whether both runs are recorded as the same.
func same(a, b *hub.Run) bool { return encoded(a) == encoded(b) }
