package merge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Begin reads the status and numbers the merged run. The status is nil if there
// are no logs, and thus nothing to record, or if it could not be read, which is
// a problem of the run.
func Begin(lock *status.Lock, joined *Joined) (*status.File, []status.Note) {
	if !joined.recordable() {
		return nil, nil
	}
	st, notes, err := lock.Fold()
	if err == nil {
		err = lock.SetRun(joined.Run.ID)
	}
	if err == nil {
		var sequence int64
		sequence, err = lock.Sequence(st, joined.Run.ID)
		joined.Number(sequence)
	}
	if err != nil {
		joined.Report(unrecorded(err))
		return nil, notes
	}
	return st, notes
}

func unrecorded(err error) hub.Problem {
	return hub.Problemf(hub.ProblemRecord, "failed to record the merged run: %v", err)
}

// Record writes a log of the merged run and folds it into the status that
// [Begin] returned. If that fails, it is a problem of the run; if only writing
// the status fails, the log is rewritten with that problem. The errors say why
// the log could not be rewritten.
func Record(store *status.Store, lock *status.Lock, st *status.File, joined *Joined) []error {
	if st == nil {
		return nil
	}
	if err := record(store, joined); err != nil {
		joined.Report(unrecorded(err))
		return amend(store, joined)
	}
	err := lock.FoldRun(st, &joined.Run)
	if err == nil {
		return nil
	}
	joined.Report(hub.Problemf(hub.ProblemRecord, "%v", status.Unwritten(err)))
	if late := amend(store, joined); late != nil {
		return late
	}
	_ = lock.FoldRun(st, &joined.Run) // the run already has this error as a problem
	return nil
}

// amend rewrites the log of a merged run that has a new problem. If that fails,
// the log is removed.
func amend(store *status.Store, joined *Joined) []error {
	why := record(store, joined)
	if why == nil {
		return nil
	}
	dir, err := store.Below(store.RunsDir())
	if err == nil {
		err = errors.Join(dir.Remove(filepath.Base(runlog.Path("", joined.Run.ID))), dir.Close())
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return []error{why, fmt.Errorf("removing the log of the merged run: %w", err)}
	}
	return []error{why}
}

// record writes the log of a finished run. If a log with this ID has the same
// run, it was recorded before; any other log was left by a crash or changed
// since.
func record(store *status.Store, joined *Joined) error {
	run := &joined.Run
	log, err := store.Log(context.Background(), run.ID)
	if err == nil && log.Unproven() == "" && same(&log.Run, run) {
		return nil
	}
	return store.WriteLog(run.ID, func(w io.Writer) error {
		enc := runlog.NewEncoder(w)
		for e := range runlog.Each(run) {
			if e.Type == hub.EventRunStarted {
				if err := enc.Begin(e); err != nil {
					return err
				}
				continue
			}
			if e.Type == hub.EventRunFinished {
				for i := range joined.failed {
					if err := enc.Encode(superseded(&joined.failed[i])); err != nil {
						return err
					}
				}
			}
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// same reports whether both runs have the same encoding.
func same(a, b *hub.Run) bool { return encoded(a) == encoded(b) }

// WriteLog writes the log of the merged run, without holding its results: the returned
// run has all that decides its verdict, and of passes nothing else. Whole outputs are
// copied as [Joined.CopyOutputs] does; what could not be copied is a problem of the run.
// It is the last use of m, as [Whole.Joined] is.
func (m *Whole) WriteLog(store *status.Store, open func() (*os.Root, error), shown string) (*hub.Run, error) {
	m.detach()
	run := m.pending()
	from, failures := m.saved(), 0
	err := store.WriteLog(m.Header.ID, func(w io.Writer) error {
		return m.Write(w, func(at int32, res *hub.Result) error {
			if err := copyOutputs(from, open, shown, res); err != nil && failures < maxAccount {
				failures++
				m.problem(hub.Problemf(hub.ProblemOutput, "some full outputs could not be saved: %s", store.Guard.Local(err.Error())))
			}
			brief, place := *res, m.ranks[at-m.from]
			brief.ID = run.Plan[place].ID
			if brief.Sound() {
				brief.Attempts, brief.DependsOn, brief.Past, brief.Fingerprint = nil, nil, nil, ""
			}
			run.Results[place] = brief
			return nil
		})
	})
	run.Problems = m.Problems
	return &run, err
}
