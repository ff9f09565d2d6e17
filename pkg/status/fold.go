package status

import (
	"cmp"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// folding says how a log is folded in.
type folding struct {
	// root makes the absolute paths.
	root string
	// rebuild: the file may hold results of this run already, without saying
	// so. Attempts of a run from before an entry's history are not added, for
	// it must be assumed that they were.
	rebuild bool
	// live: the run's writer is at work, its unfinished examples are running.
	live bool
}

// fold adds the run's results to the file, as recorded at the run's sequence.
// Results of a run that an entry's history names are there already, and so are
// those of a shard whose own log was folded in, when it was joined later: that
// does not make them newer, unless the merge judges otherwise. Pending ones change nothing: what was not reached
// stays what it was.
func (f *File) fold(runID string, log *runlog.Log, how folding) {
	run := &log.Run
	f.count(run.Sequence)
	var running map[string]bool
	if how.live {
		running = make(map[string]bool, len(log.Unfinished))
		for _, id := range log.Unfinished {
			running[id] = true
		}
	}
	for i := range run.Results {
		ex, res := &run.Plan[i], &run.Results[i]
		switch {
		case ex.ID == "" || !res.Ended():
		case running[ex.ID]:
			f.running(runID, run, ex, res, how.root)
		case res.RunID != "" && res.RunID != runID && f.Metadata.holds(res.RunID):
			if f.overruled(run, res) {
				f.result(runID, run, ex, res, how)
			}
		default:
			// A result that was joined is its shard's, so that it is here once,
			// whichever of the two logs is folded, or both.
			f.result(cmp.Or(res.RunID, runID), run, ex, res, how)
		}
	}
	if how.live {
		return
	}
	f.folded(runID, run.Sequence)
	if len(run.Plan) > 0 {
		f.remember(run, runID)
		f.Statistics.ended(run)
	}
}

// overruled reports whether a merge came to another result than the newest that
// is known, which is of one of the runs that it joined: another attempt at the
// shard counts, or an earlier one makes a difference.
func (f *File) overruled(run *hub.Run, res *hub.Result) bool {
	e := f.Examples[res.ID]
	return e != nil && (e.UpdatedRunID == res.RunID || slices.Contains(run.Superseded, e.UpdatedRunID)) &&
		(e.Status != res.Status || e.Flaky != res.Flaky)
}

func (f *File) result(runID string, run *hub.Run, ex *hub.Example, res *hub.Result, how folding) {
	add := entryOf(run, runID, ex, res, how.root)
	e := f.Examples[ex.ID]
	if e == nil {
		f.Examples[ex.ID] = &add
		return
	}
	if e.has(runID) || e.cleared(runID, res.Status, run.Sequence) {
		return
	}
	if run.Sequence < e.ClearedSequence {
		add.Errors = []Failure{} // failed attempts before a pass are forgotten as well
	}
	if how.rebuild && counted(e, &add) {
		add.Attempts = 0
	}
	e.merge(&add)
}

// counted reports whether an entry that was read from a damaged file must be
// assumed to count the result's attempts already.
func counted(e, add *Entry) bool {
	if len(add.History) == 0 { // a skip
		return e.UpdatedRunID == add.UpdatedRunID || !add.updated().after(e.updated())
	}
	return len(e.History) == maxHistory && comparePast(add.History[0], e.History[0]) < 0
}

// running marks the example as running, and leaves what is known of it.
func (f *File) running(runID string, run *hub.Run, ex *hub.Example, res *hub.Result, root string) {
	e := f.Examples[ex.ID]
	if e == nil {
		e = &Entry{ID: ex.ID, Errors: []Failure{}}
		f.Examples[ex.ID] = e
	}
	e.describe(ex, root)
	start, _ := span(run, res)
	e.Status, e.Reason, e.StartTime = hub.StatusRunning, "", Time{start}
	e.Updated, e.UpdatedRunID, e.UpdatedSequence = Time{start}, runID, run.Sequence
}

// adoptPaths makes absolute paths those of root, for a file that was written
// elsewhere.
func (f *File) adoptPaths(root string) {
	if root == "" || f.Metadata.Root == root {
		return
	}
	f.Metadata.Root = root
	for _, e := range f.Examples {
		if e.Legacy != "" {
			continue // its path was counted from another folder
		}
		e.AbsolutePath = absolute(root, e.RelativePath)
	}
}
