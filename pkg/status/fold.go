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

// fold adds the run's results to the file. Results of a run that an entry's
// history names are there already. Pending ones change nothing: what was not
// reached stays what it was.
func (f *File) fold(runID string, log *runlog.Log, how folding) {
	run := &log.Run
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
		default:
			// A result that was joined is its shard's, so that it is here once,
			// whichever of the two logs is folded, or both.
			f.result(cmp.Or(res.RunID, runID), run, ex, res, how)
		}
	}
	if len(run.Plan) > 0 && !how.live {
		f.remember(run, runID)
		ended := Time{run.End.Finished.Round(0)}
		if run.Full() && run.End.Reason == hub.EndFinished {
			f.Statistics.LastFullRun = latest(f.Statistics.LastFullRun, ended)
		} else {
			f.Statistics.LastPartialRun = latest(f.Statistics.LastPartialRun, ended)
		}
	}
}

func (f *File) result(runID string, run *hub.Run, ex *hub.Example, res *hub.Result, how folding) {
	add := entryOf(run, runID, ex, res, how.root)
	e := f.Examples[ex.ID]
	if e == nil {
		f.Examples[ex.ID] = &add
		return
	}
	if e.has(runID) || slices.Contains(e.ClearedRuns, runID) {
		return
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
		return e.UpdatedRunID == add.UpdatedRunID || !later(add.Updated, add.UpdatedRunID, e.Updated, e.UpdatedRunID)
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
	e.Status, e.Reason, e.StartTime, e.Updated, e.UpdatedRunID = hub.StatusRunning, "", Time{start}, Time{start}, runID
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

// folded notes that the logs are in the file. Of runs whose logs are gone it
// need not know any more.
func (f *File) folded(existing, done []string) {
	was := f.Metadata.FoldedRuns
	f.Metadata.FoldedRuns = slices.DeleteFunc(slices.Clone(existing), func(id string) bool {
		return !slices.Contains(was, id) && !slices.Contains(done, id)
	})
}
