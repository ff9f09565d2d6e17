package status

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// FoldRun adds the run that the lock's holder has just recorded to f, which it
// got from [Lock.Fold], and writes the status file. It comes to what Fold
// would make of the run's log, without reading back the log and the status;
// and it has the results even when the log could not be written to its end. A
// run without a sequence gets the next one.
func (l *Lock) FoldRun(f *File, run *hub.Run) error {
	if err := l.AddRun(f, run); err != nil {
		return err
	}
	return l.SaveRun(f, run)
}

// AddRun is the part of FoldRun that writes nothing: it can be done while the
// end of the run is not recorded yet, see [Lock.SaveRun].
func (l *Lock) AddRun(f *File, run *hub.Run) error {
	ids, err := l.store.logs()
	if err != nil {
		return err
	}
	if run.Sequence = sequence(run.Sequence); run.Sequence == 0 {
		if run.Sequence, err = l.Sequence(f, run.ID); err != nil {
			return err
		}
	}
	f.fold(run.ID, &runlog.Log{Run: *run, Started: true, Closed: true}, folding{root: l.store.Root})
	f.keepFolded(ids)
	return nil
}

// SaveRun writes the status file after the run's log was closed. The run has the
// results with which it was added; what has come up beside them since, and with
// that its verdict, is what counts of it.
func (l *Lock) SaveRun(f *File, run *hub.Run) error {
	if len(run.Plan) > 0 {
		f.remember(run, run.ID)
	}
	return l.Save(f)
}
