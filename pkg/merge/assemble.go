package merge

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// assemble creates the events of the merged run.
func (j *Joined) assemble(o Options) {
	header := j.header(o)
	end := hub.RunEnd{Reason: hub.EndEmpty, Finished: header.Started}
	if len(j.Missing) > 0 || len(j.Parts) == 0 {
		end.Reason = hub.EndIncomplete
	}
	var steps []hub.Step // of all shards: each ran its own
	refused := false     // for some shard an empty selection was an error
	for i := range j.Parts {
		run := j.Parts[i].run()
		if run.End.Finished.After(end.Finished) {
			end.Finished = run.End.Finished
		}
		if why := endReason(run.End.Reason); slices.Index(ends, why) > slices.Index(ends, end.Reason) {
			end.Reason, end.Signal = why, run.End.Signal
		}
		steps = append(steps, run.Steps...)
		refused = refused || run.End.Reason == hub.EndEmpty
		end.RetriesRefused += run.End.RetriesRefused
		end.Broken = addBroken(end.Broken, run.End.Broken)
		for _, p := range run.Problems {
			p.Message = fmt.Sprintf("shard %d of %d: %s", run.Shard.Index, run.Shard.Total, p.Message)
			j.problems = append(j.problems, p)
		}
	}
	if len(header.Plan) == 0 && refused && end.Reason == hub.EndFinished {
		end.Reason = hub.EndEmpty
	}
	header.ID = j.id(end.Finished)

	var rec hub.Recorder
	rec.Add(hub.Event{Type: hub.EventRunStarted, Time: header.Started, Run: &header})
	slices.SortStableFunc(steps, func(a, b hub.Step) int { return a.Started.Compare(b.Started) })
	for i := range steps {
		rec.Add(hub.Event{Type: hub.EventStepFinished, Time: steps[i].Started, Step: &steps[i]})
	}
	var res hub.Result
	for i := range j.Parts {
		run := j.Parts[i].run()
		for k := range run.Results {
			if res = run.Results[k]; res.Ended() { // examples that were not started have no result here either
				res.RunID, res.Attempts = run.ID, slices.Clone(res.Attempts)
				var before *hub.Result
				if failed, red := j.earlier[res.ID]; red {
					before = &failed
				}
				res = judged(res, before, run.Policies, run.Baseline != nil)
				rec.Add(hub.Event{Type: hub.EventExampleFinished, Time: res.Started, ID: res.ID, Result: &res})
			}
		}
	}
	for i := range j.problems {
		rec.Add(hub.Event{Type: hub.EventProblem, Time: end.Finished, Problem: &j.problems[i]})
	}
	rec.Add(hub.Event{Type: hub.EventRunFinished, Time: end.Finished, End: &end})
	j.Run = rec.Run()
	j.saved = map[string]saved{}
	for _, p := range slices.Concat(j.Superseded, j.Parts) {
		j.saved[p.run().ID] = saved{p.dir, p.run().ID}
	}
}

// recordable reports whether anything ran.
func (j *Joined) recordable() bool {
	return len(j.Run.Joined) > 0 || slices.ContainsFunc(j.Run.Results, func(r hub.Result) bool { return r.Ended() })
}

// header returns the header of the merged run, without its ID.
func (j *Joined) header(o Options) hub.RunHeader {
	if len(j.Parts) == 0 {
		return hub.RunHeader{SchemaVersion: hub.SchemaVersion, Command: command, Pipeline: cmp.Or(o.Pipeline, o.Here), Axis: o.Axis}
	}
	header := j.Parts[0].run().RunHeader
	header.Command, header.Shard, header.Workers, header.Plan, header.Previous = command, nil, 0, nil, nil
	header.Joined, header.Parts, header.LeftOut, header.PlanItems, header.Runners = nil, nil, nil, nil, nil
	header.Attempt, header.Job, header.Sequence = 0, "", 0
	header.SchemaVersion = hub.SchemaVersion // a part may have an older one
	limited := 0
	for i := range j.Parts {
		run := j.Parts[i].run()
		header.Joined = append(header.Joined, run.ID)
		header.Parts = append(header.Parts, partRun(run))
		header.Workers += run.Workers
		header.Sealed = header.Sealed && run.Sealed
		header.Plan = append(header.Plan, run.Plan...)
		if run.Started.Before(header.Started) {
			header.Started = run.Started
		}
		if len(run.Previous) > 0 && header.Previous == nil {
			header.Previous = map[string]hub.Status{}
		}
		maps.Copy(header.Previous, run.Previous)
		limited += leftOut(run, hub.LeftByLimit)
	}
	for _, l := range j.Parts[0].run().LeftOut {
		if l.Reason != hub.LeftToShards && l.Reason != hub.LeftByLimit {
			header.LeftOut = append(header.LeftOut, l)
		}
	}
	if limited > 0 {
		header.LeftOut = append(header.LeftOut, hub.LeftOut{Reason: hub.LeftByLimit, Count: limited})
	}
	slices.SortFunc(header.Plan, func(a, b hub.Example) int { return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.ID, b.ID)) })
	return header
}

// partRun returns when and where a shard ran.
func partRun(run *hub.Run) hub.PartRun {
	p := hub.PartRun{Run: run.ID, Started: run.Started, Finished: run.End.Finished, Workers: run.Workers}
	if run.Shard != nil {
		p.Index = run.Shard.Index
	}
	for i := range run.Results {
		if run.Results[i].Ended() {
			p.Examples++
		}
	}
	return p
}

// command is the command in the header of a merged run.
const command = "merge"

// Release forgets the logs, which are not needed once [Joined.Account] has described them:
// the merged run has copies of their results.
func (j *Joined) Release() {
	j.Parts, j.Superseded, j.Foreign, j.earlier, j.widest, j.narrowest = nil, nil, nil, nil, nil, nil
}

// Report records a problem found after the merge, before the end of the run.
func (j *Joined) Report(p hub.Problem) {
	if !slices.Contains(j.Run.Problems, p) {
		j.Run.Problems = append(j.Run.Problems, p)
	}
}

// Number sets the sequence of the merged run, before it is recorded or
// reported.
func (j *Joined) Number(sequence int64) {
	j.Run.Sequence = sequence
}

// addBroken adds the broken limits of another shard, one entry per limit,
// sorted by name.
func addBroken(all, more []hub.BrokenLimit) []hub.BrokenLimit {
	for _, b := range more {
		i, there := slices.BinarySearchFunc(all, b.Limit, func(a hub.BrokenLimit, name string) int { return cmp.Compare(a.Limit, name) })
		if !there {
			all = slices.Insert(all, i, b)
			continue
		}
		all[i].Errors = max(all[i].Errors, b.Errors)
		all[i].Skipped += b.Skipped
	}
	return all
}

// ends lists the reasons why shards end, by weight: the last one found is the
// reason of the merged run.
var ends = []hub.EndReason{
	hub.EndEmpty, hub.EndFinished, hub.EndStopOnError, hub.EndMaxFailures, hub.EndDeadline,
	hub.EndWant, hub.EndIncomplete, hub.EndInterrupted,
}

// endReason returns the reason as it counts: a shard without an end, or with an
// unknown reason, makes the merged run incomplete.
func endReason(why hub.EndReason) hub.EndReason {
	if !slices.Contains(ends, why) {
		return hub.EndIncomplete
	}
	return why
}

// id returns the ID of the merged run: the same for the same logs with the same
// findings, and later than all of theirs.
func (j *Joined) id(finished time.Time) string {
	var ids []string
	for _, list := range [][]Part{j.Parts, j.Superseded} {
		for i := range list {
			ids = append(ids, list[i].run().ID)
		}
		ids = append(ids, "")
	}
	return mergedID(finished, ids, j.problems)
}

func mergedID(finished time.Time, ids []string, problems []hub.Problem) string {
	h := sha256.New()
	for _, id := range ids {
		fmt.Fprintf(h, "%d:%s", len(id), id)
	}
	for _, p := range problems {
		fmt.Fprintf(h, "%d:%s", len(p.Message), p.Message)
	}
	return runlog.IDAt(finished.Add(time.Millisecond), hex.EncodeToString(h.Sum(nil)[:2]))
}
