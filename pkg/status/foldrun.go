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
	ids, err := runlog.List(l.store.RunsDir())
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
	return l.Save(f)
}
