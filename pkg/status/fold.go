package status

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// folding says how to fold a log.
type folding struct {
	// root is the folder for absolute paths.
	root string
	// rebuild: the file may already contain results of this run, without
	// listing it. The attempts of runs older than an entry's history are not
	// added, because they may have been counted.
	rebuild bool
	// again: the attempts of the result have been counted.
	again bool
	// live: the run is in progress, and its unfinished examples are running.
	live bool
	// early has the entries that were made while the run was in progress; nil: none.
	early *Early
	// maker makes the other entries. fold has one of its own.
	maker *maker
}

// fold adds the run's results to the file, recorded at the run's sequence.
// Results of runs in an entry's history are already included, and so are those
// of a shard whose own log was folded before it was merged: merging does not
// make them newer (see joined). Pending results change nothing: an example that
// was not reached keeps its state.
func (f *File) fold(runID string, log *runlog.Log, how folding) {
	run := &log.Run
	how.maker = &maker{}
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
		default:
			f.result(runID, run, ex, res, how)
		}
	}
	if how.live {
		return
	}
	f.ended(runID, run)
}

// ended records the end of a run whose results were folded.
func (f *File) ended(runID string, run *hub.Run) {
	f.folded(runID, run.Sequence)
	if len(run.Plan) > 0 {
		f.remember(run, runID)
		f.Statistics.ended(run)
	}
}

// of returns the run that a result in the log of a run belongs to. A result that a merged
// run has from a shard belongs to the shard's run, so that it is included once, whichever
// of the two logs is folded, or both. But if the merge judges it differently, it is a
// result of the merged run: a flaky pass after an error, the worse of two unordered
// attempts, or a result from a log that was merged in part before; again says that its
// attempts have been counted. The run is empty if the result is already included.
func (f *File) of(runID string, ex *hub.Example, res *hub.Result) (run string, again bool) {
	if res.RunID == "" || res.RunID == runID {
		return runID, false
	}
	e := f.Examples[ex.ID]
	switch own := f.Metadata.holds(res.RunID); {
	case own && (e == nil || !e.worsens(res)):
		return "", false
	case own, e != nil && e.differs(res):
		return runID, true
	}
	return res.RunID, false
}

// worsens reports whether res is worse than the newest result.
func (e *Entry) worsens(res *hub.Result) bool {
	switch e.Status {
	case hub.StatusCompleted:
		return res.Status == hub.StatusError || res.Status == hub.StatusInterrupted || res.Flaky && !e.Flaky
	case hub.StatusSkipped, hub.StatusInterrupted:
		return res.Status == hub.StatusError
	}
	return false
}

// differs reports whether the entry has another result of the run of res.
func (e *Entry) differs(res *hub.Result) bool {
	history := e.Details().History
	i := slices.IndexFunc(history, func(p Past) bool { return p.RunID == res.RunID })
	return i >= 0 && history[i].Status != res.Status
}

func (f *File) result(runID string, run *hub.Run, ex *hub.Example, res *hub.Result, how folding) {
	runID, again := f.of(runID, ex, res)
	if runID == "" {
		return
	}
	how.again = how.again || again
	next, ok := how.early.of(res)
	if !ok {
		next = how.maker.next(f.Examples[ex.ID], f.names, runID, run, ex, res, how)
	}
	if next != nil {
		f.Examples[ex.ID] = next
		f.names.add(next.RunSequence, next.RunID) // which that of an early entry is not yet
	}
}

// counted reports whether an entry from a damaged file may already include the
// attempts of the result.
func counted(e, add *Entry) bool {
	past, old := add.Details().History, e.Details().History
	if len(past) == 0 { // a skip
		return e.UpdatedRunID == add.UpdatedRunID || !add.updated().after(e.updated())
	}
	return len(old) == maxHistory && comparePast(past[0], old[0]) < 0
}

// running marks the example as running and keeps its other records.
func (f *File) running(runID string, run *hub.Run, ex *hub.Example, res *hub.Result, root string) {
	e := f.Examples[ex.ID]
	if e == nil {
		e = Entry{ID: ex.ID}.With(Details{Errors: []Failure{}})
		f.Examples[ex.ID] = e
	}
	d := e.open()
	e.describe(ex, root)
	start, _ := span(run, res)
	e.Status, e.Reason, d.StartTime = hub.StatusRunning, "", Time{start}
	e.Updated, e.UpdatedRunID, e.UpdatedSequence = Time{start}, runID, run.Sequence
}

// adoptPaths updates the absolute paths of a file that was written elsewhere.
func (f *File) adoptPaths(root string) {
	if root == "" || f.Metadata.Root == root {
		return
	}
	f.Metadata.Root = root
	for _, e := range f.Examples {
		if e.Legacy != "" {
			continue // its path may be relative to another folder
		}
		if path := absolute(root, e.RelativePath); path != e.AbsolutePath {
			e.AbsolutePath, e.kept = path, false
		}
	}
}
