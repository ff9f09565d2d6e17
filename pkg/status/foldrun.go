package status

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// FoldRun adds the run that the lock's holder has just recorded to f, which
// [Lock.Fold] returned, and writes the status file. The result is the same as
// folding the run's log, without reading log and status back; it includes the
// results even if the log could not be written to its end. A run without a
// sequence gets the next one.
func (l *Lock) FoldRun(f *File, run *hub.Run) error {
	if err := l.addRun(f, run, nil); err != nil {
		return err
	}
	return l.saveRun(f, run)
}

// addRun is the part of FoldRun that writes nothing, so that it can be done
// before the end of the run is recorded; see saveRun. early has the part of it that was
// done while the run was in progress; nil: nothing.
func (l *Lock) addRun(f *File, run *hub.Run, early *Early) error {
	ids, err := l.store.logs()
	if err != nil {
		return err
	}
	if run.Sequence = sequence(run.Sequence); run.Sequence == 0 {
		if run.Sequence, err = l.Sequence(f, run.ID); err != nil {
			return err
		}
	}
	f.fold(run.ID, &runlog.Log{Run: *run, Started: true, Closed: true}, folding{root: l.store.Root, early: early.take(run)})
	f.keepFolded(ids)
	return nil
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
