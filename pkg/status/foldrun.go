package status

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// FoldRun writes the status file with the run that the lock's holder has just recorded. f,
// which [Lock.Fold] returned, keeps the entries that it has: those of the run are written
// and not held, so that memory hardly grows with a merged run. The result is the same as
// folding the run's log, without reading log and status back; it includes the results even
// if the log could not be written to its end. A run without a sequence gets the next one.
// After an error, and for a run with more problems, FoldRun may be called again.
func (l *Lock) FoldRun(f *File, run *hub.Run) error {
	ids, err := l.numbered(f, run)
	if err != nil {
		return err
	}
	if !f.lay(run, l.store.Root) {
		f.fold(run.ID, &runlog.Log{Run: *run, Started: true, Closed: true}, folding{root: l.store.Root})
	}
	f.keepFolded(ids)
	return l.saveRun(f, run)
}

// addRun adds a run to f and writes nothing, so that it can be done before the end of the
// run is recorded; see saveRun. early has the part of it that was done while the run was in
// progress; nil: nothing.
func (l *Lock) addRun(f *File, run *hub.Run, early *Early) error {
	ids, err := l.numbered(f, run)
	if err != nil {
		return err
	}
	f.fold(run.ID, &runlog.Log{Run: *run, Started: true, Closed: true}, folding{root: l.store.Root, early: early.take(run)})
	f.keepFolded(ids)
	return nil
}

// numbered gives a run without a sequence the next one, and lists the runs with logs.
func (l *Lock) numbered(f *File, run *hub.Run) (ids []string, err error) {
	if ids, err = l.store.logs(); err != nil {
		return nil, err
	}
	if run.Sequence = sequence(run.Sequence); run.Sequence == 0 {
		run.Sequence, err = l.Sequence(f, run.ID)
	}
	return ids, err
}

// saveRun writes the status file after the run's log was closed. The results
// are those of addRun; problems found since then, and thus the verdict, are
// taken from run.
func (l *Lock) saveRun(f *File, run *hub.Run) error {
	return l.saveRunWhen(f, run, func() error { return nil })
}

// saveRunWhen is saveRun that replaces the file only when ready returns no error.
func (l *Lock) saveRunWhen(f *File, run *hub.Run, ready func() error) error {
	if len(run.Plan) > 0 {
		f.remember(run, run.ID)
	}
	return l.saveWhen(f, ready)
}
