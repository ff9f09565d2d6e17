package runlog

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// maxShards bounds into how many shards a plan can be divided that is joined.
const maxShards = 10_000

// Part is the log of one attempt at a shard.
type Part struct {
	// Path is where it lies, for messages.
	Path string
	Log  Log
}

func (p *Part) run() *hub.Run { return &p.Log.Run }

// Joined is what the logs of shards come to.
type Joined struct {
	// Events are those of the joined run, as its own log holds them, and Run
	// what they come to.
	Events []hub.Event
	Run    hub.Run
	// Parts are the logs that count, in the order of their shards. Superseded
	// are earlier attempts at those shards, which do not.
	Parts, Superseded []Part
	// Foreign are logs of other pipelines than that of the latest log, none of
	// which counts, in the order of their paths.
	Foreign []Part
	// Missing are the shards of which there is no log.
	Missing []int
	// Killed are the logs that count and have no end.
	Killed []Part
}

// MixedError says that two logs are not of shards of one plan.
type MixedError struct {
	A, B string // their paths
	What string
}

func (e *MixedError) Error() string {
	return fmt.Sprintf("%s and %s are not of one plan: %s; name the logs of one plan alone", e.A, e.B, e.What)
}

// Join joins the logs of the shards of one plan into one run, and proves that
// it is whole: one digest, one division, no example in two shards, as many
// examples as were planned. Of several attempts at one shard the later counts,
// whatever it came to, and never both; of several pipelines ([hub.RunHeader])
// that of the latest log counts, for what a cache has brought back of another
// one says nothing of this. A shard without a log, or one whose log
// has no end, makes the run one that cannot be good ([hub.EndIncomplete]).
//
// The run's ID follows from the runs that are joined, so that joining them
// again gives the same run, and sorts after theirs. The order of parts does not
// matter. Every part must be Started and have a shard.
//
// The error is a *MixedError when the logs do not belong together, and another
// one when what belongs together contradicts itself.
func Join(parts []Part) (Joined, error) {
	if len(parts) == 0 {
		return Joined{}, fmt.Errorf("there are no logs of shards")
	}
	var j Joined
	parts, j.Foreign = onepipeline(once(parts))
	if err := oneplan(parts); err != nil {
		return Joined{}, err
	}
	total := parts[0].run().Shard.Total
	for index := 1; index <= total; index++ {
		var attempts []Part
		for _, p := range parts {
			if p.run().Shard.Index == index {
				attempts = append(attempts, p)
			}
		}
		if len(attempts) == 0 {
			j.Missing = append(j.Missing, index)
			continue
		}
		slices.SortStableFunc(attempts, func(a, b Part) int { return byStart(a.run(), b.run()) })
		last := attempts[len(attempts)-1]
		j.Parts = append(j.Parts, last)
		j.Superseded = append(j.Superseded, attempts[:len(attempts)-1]...)
		if !last.Log.Closed {
			j.Killed = append(j.Killed, last)
		}
	}
	if err := j.whole(); err != nil {
		return Joined{}, err
	}
	j.assemble()
	return j, nil
}

// once leaves one copy of each run's log, the one that holds most, in the order
// of their paths.
func once(parts []Part) []Part {
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(a.Path, b.Path) })
	var kept []Part
	for _, p := range parts {
		i := slices.IndexFunc(kept, func(k Part) bool {
			return k.run().ID == p.run().ID && *k.run().Shard == *p.run().Shard && k.run().PlanDigest == p.run().PlanDigest
		})
		switch {
		case i < 0:
			kept = append(kept, p)
		case !kept[i].Log.Closed && p.Log.Closed, kept[i].Log.Closed == p.Log.Closed && kept[i].Log.Lines < p.Log.Lines:
			kept[i] = p
		}
	}
	return kept
}

// onepipeline divides the logs into those of the pipeline of the latest and all
// others. What says of none is of one of its own.
func onepipeline(parts []Part) (same, foreign []Part) {
	last := slices.MaxFunc(parts, func(a, b Part) int { return byStart(a.run(), b.run()) })
	latest := last.run().Pipeline
	for _, p := range parts {
		if p.run().Pipeline == latest {
			same = append(same, p)
		} else {
			foreign = append(foreign, p)
		}
	}
	return same, foreign
}

// byStart compares runs by when they began.
func byStart(a, b *hub.Run) int {
	return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.ID, b.ID))
}

// oneplan proves that all are of one plan, divided in one way.
func oneplan(parts []Part) error {
	first := parts[0].run()
	for i := range parts {
		r := parts[i].run()
		what := ""
		switch {
		case r.PlanDigest != first.PlanDigest:
			what = fmt.Sprintf("the digests are %.12s… and %.12s…", first.PlanDigest, r.PlanDigest)
		case r.Shard.Total != first.Shard.Total:
			what = fmt.Sprintf("one is divided into %d shards and the other into %d", first.Shard.Total, r.Shard.Total)
		case r.Planned != first.Planned:
			what = fmt.Sprintf("one has %d examples and the other %d", first.Planned, r.Planned)
		case r.Catalog != first.Catalog:
			what = fmt.Sprintf("one was made from %d examples and the other from %d", first.Catalog, r.Catalog)
		case r.Shard.Total > maxShards:
			return fmt.Errorf("%s: a plan has at most %d shards, not %d", parts[i].Path, maxShards, r.Shard.Total)
		case r.Shard.Index < 1 || r.Shard.Index > r.Shard.Total:
			return fmt.Errorf("%s: there is no shard %d of %d", parts[i].Path, r.Shard.Index, r.Shard.Total)
		}
		if what != "" {
			return &MixedError{A: parts[0].Path, B: parts[i].Path, What: what}
		}
	}
	return nil
}

// whole proves that the shards are parts of one whole.
func (j *Joined) whole() error {
	at := map[string]*Part{}
	found := 0
	for i := range j.Parts {
		p := &j.Parts[i]
		for _, e := range p.run().Plan {
			if other := at[e.ID]; other != nil {
				return fmt.Errorf("%s is in shard %d (%s) and in shard %d (%s): one of the logs is damaged",
					e.ID, other.run().Shard.Index, other.Path, p.run().Shard.Index, p.Path)
			}
			at[e.ID] = p
		}
		found += len(p.run().Plan) + left(p.run(), hub.LeftByLimit)
	}
	if planned := j.Parts[0].run().Planned; planned > 0 && len(j.Missing) == 0 && found != planned {
		return fmt.Errorf("the plan has %d examples, and its %d shards have %d: one of the logs is damaged: %s", planned, len(j.Parts), found, j.paths())
	}
	return nil
}

func (j *Joined) paths() string {
	var paths []string
	for _, p := range j.Parts {
		paths = append(paths, p.Path)
	}
	return strings.Join(paths, ", ")
}

func left(run *hub.Run, reason string) int {
	for _, l := range run.LeftOut {
		if l.Reason == reason {
			return l.Count
		}
	}
	return 0
}

// assemble makes the events of the joined run.
func (j *Joined) assemble() {
	header := j.Parts[0].run().RunHeader
	header.Command, header.Shard, header.Workers, header.Plan, header.Previous = "merge", nil, 0, nil, nil
	header.Joined, header.LeftOut, header.Sequence = nil, nil, 0
	end := hub.RunEnd{Reason: hub.EndEmpty}
	if len(j.Missing) > 0 {
		end.Reason = hub.EndIncomplete
	}
	var results []hub.Result
	var steps []hub.Step // of every shard: each had its own
	limited := 0
	for i := range j.Parts {
		run := j.Parts[i].run()
		header.Joined = append(header.Joined, run.ID)
		header.Workers += run.Workers
		header.Plan = append(header.Plan, run.Plan...)
		if run.Started.Before(header.Started) {
			header.Started = run.Started
		}
		if len(run.Previous) > 0 && header.Previous == nil {
			header.Previous = map[string]hub.Status{}
		}
		maps.Copy(header.Previous, run.Previous)
		limited += left(run, hub.LeftByLimit)
		if run.End.Finished.After(end.Finished) {
			end.Finished = run.End.Finished
		}
		if why := known(run.End.Reason); slices.Index(ends, why) > slices.Index(ends, end.Reason) {
			end.Reason, end.Signal = why, run.End.Signal
		}
		steps = append(steps, run.Steps...)
		end.RetriesRefused += run.End.RetriesRefused
		end.Broken = addBroken(end.Broken, run.End.Broken)
		for _, res := range run.Results {
			if res.Ended() { // what was not started has no result here either
				res.RunID, res.Attempts = run.ID, slices.Clone(res.Attempts)
				results = append(results, res)
			}
		}
	}
	for _, l := range j.Parts[0].run().LeftOut {
		if l.Reason != hub.LeftToShards && l.Reason != hub.LeftByLimit {
			header.LeftOut = append(header.LeftOut, l)
		}
	}
	if limited > 0 {
		header.LeftOut = append(header.LeftOut, hub.LeftOut{Reason: hub.LeftByLimit, Count: limited})
	}
	header.ID = joinedID(end.Finished, header.Joined)
	slices.SortStableFunc(header.Plan, func(a, b hub.Example) int { return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.ID, b.ID)) })

	j.Events = append(j.Events, hub.Event{Type: hub.EventRunStarted, Time: header.Started, Run: &header})
	slices.SortStableFunc(steps, func(a, b hub.Step) int { return a.Started.Compare(b.Started) })
	for i := range steps {
		j.Events = append(j.Events, hub.Event{Type: hub.EventStepFinished, Time: steps[i].Started, Step: &steps[i]})
	}
	for i := range results {
		r := &results[i]
		at := r.Started.Add(time.Duration(r.Seconds * float64(time.Second)))
		j.Events = append(j.Events, hub.Event{Type: hub.EventExampleFinished, Time: at, ID: r.ID, Result: r})
	}
	j.Events = append(j.Events, hub.Event{Type: hub.EventRunFinished, Time: end.Finished, End: &end})
	j.Replay()
}

// Replay makes Run anew, for a caller that has changed Events.
func (j *Joined) Replay() {
	var rec hub.Recorder
	for _, e := range j.Events {
		rec.Add(e)
	}
	j.Run = rec.Run()
}

// Number gives the joined run its sequence, before it is recorded.
func (j *Joined) Number(sequence int64) {
	j.Events[0].Run.Sequence = sequence
	j.Run.Sequence = sequence
}

// addBroken adds the limits that broke off in another shard: each once, by name.
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

// ends are the reasons for which shards end: the last of them is the whole's.
var ends = []hub.EndReason{
	hub.EndEmpty, hub.EndFinished, hub.EndStopOnError, hub.EndMaxFailures, hub.EndDeadline,
	hub.EndIncomplete, hub.EndInterrupted,
}

// known is the reason, where a shard without an end, and one that ended for a
// reason that is not known here, make the whole incomplete.
func known(why hub.EndReason) hub.EndReason {
	if !slices.Contains(ends, why) {
		return hub.EndIncomplete
	}
	return why
}

// joinedID is the ID of the run that the others are joined into: always the
// same, and later than all of them.
func joinedID(finished time.Time, ids []string) string {
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n")))
	return idAt(finished.Add(time.Millisecond), sum[:2])
}

func idAt(t time.Time, random []byte) string {
	return t.UTC().Format("20060102T150405.000Z") + "-" + hex.EncodeToString(random)
}
