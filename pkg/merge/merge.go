package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// Part is the log of one attempt at a shard.
type Part struct {
	// Path is the path of the log, for messages.
	Path string
	Log  runlog.Log

	dir string // of the log
}

func (p *Part) run() *hub.Run { return &p.Log.Run }

func (p *Part) shard() hub.Shard {
	if s := p.Log.Run.Shard; s != nil {
		return *s
	}
	return hub.Shard{}
}

// Options select the logs to merge.
type Options struct {
	// Pipeline is the pipeline to merge; empty: see Here.
	Pipeline string
	// Here is the pipeline in which the merge itself runs; empty when there is
	// none.
	Here string
	// Axis is the matrix cell to merge; empty if all logs must belong to the
	// same one.
	Axis string
	// Later compares two pipelines: order is above 0 when b is later, and below
	// 0 when a is; ok is false when they have no known order. Nil: no order is
	// ever known.
	Later func(a, b string) (order int, ok bool)
	// Absent lists the named paths without a readable log, each with the reason
	// on one line.
	Absent []string
}

// Joined is the result of merging the logs of shards.
type Joined struct {
	// Run is the merged run: what the events in its log replay to.
	Run hub.Run
	// Parts are the logs that count, in the order of their shards. Superseded
	// are other attempts at these shards, which do not count.
	Parts, Superseded []Part
	// Foreign are logs of other pipelines, in the order of their paths. They do
	// not count.
	Foreign []Part
	// Missing lists the shards without a log.
	Missing []int
	// Notes are information for people without effect on the verdict.
	Notes []string

	saved    map[string]saved // outputs, by run
	problems []hub.Problem
	earlier  map[string]hub.Result // errors of earlier attempts, by ID
	failed   []hub.Result          // of a plan: failures that do not count, for the log
	total    int                   // number of shards; 0 when unknown
	// The latest logs of the shard with the most, and with the fewest, of them.
	widest, narrowest []Part
}

// MixedError says that two logs do not belong to one run. The user must choose
// between them.
type MixedError struct {
	A, B string // their paths
	// What differs, and Remedy, what to do about it.
	What, Remedy string
}

func (e *MixedError) Error() string {
	return fmt.Sprintf("%s and %s do not belong to one plan: %s; %s", e.A, e.B, e.What, e.Remedy)
}

const nameOnePlan = "run all shards on the same files and with the same settings, or name only the logs of one plan"

// Join merges the logs of the shards of one plan into one run, by the rules of
// the package. The run's ID follows from the logs that count, so that merging
// them again gives the same run, and sorts after theirs. The order of the parts
// does not matter. Every part must be Started and have a shard.
//
// Anything unproven is a problem of the run, which is then never good. The
// error is a *MixedError: the logs belong to several plans or matrix cells.
func Join(parts []Part, o Options) (Joined, error) {
	var j Joined
	for _, why := range o.Absent {
		j.problem("%s", why)
	}
	parts = slices.SortedStableFunc(slices.Values(parts), func(a, b Part) int { return cmp.Compare(a.Path, b.Path) })
	parts, err := j.oneAxis(j.bind(parts, o), o.Axis)
	if err != nil {
		return Joined{}, err
	}
	parts = j.provable(j.once(parts))
	if err := onePlan(parts); err != nil {
		return Joined{}, err
	}
	if len(parts) > 0 {
		j.total = parts[0].shard().Total
	}
	attempts := map[int][]Part{}
	for _, p := range parts {
		attempts[p.shard().Index] = append(attempts[p.shard().Index], p)
	}
	for index := 1; index <= j.total; index++ {
		if len(attempts[index]) == 0 {
			j.miss(index, parts)
			continue
		}
		j.choose(attempts[index])
	}
	if len(parts) == 0 {
		j.problem("no shard log counts; run each shard with 'hub ci --shard=I/N', then merge their .hub/runs folders")
	}
	j.cells()
	j.compare()
	j.assemble(o)
	return j, nil
}

func (j *Joined) problem(format string, args ...any) {
	j.problems = append(j.problems, hub.Problem{Kind: hub.ProblemShard, Message: fmt.Sprintf(format, args...)})
}

func (j *Joined) note(format string, args ...any) {
	j.Notes = append(j.Notes, fmt.Sprintf(format, args...))
}

// miss records a missing shard, and which examples it should have run.
func (j *Joined) miss(index int, parts []Part) {
	j.Missing = append(j.Missing, index)
	shard := hub.Shard{Index: index, Total: j.total}
	for _, p := range slices.Backward(j.Foreign) {
		if p.shard() == shard {
			j.problem("shard %d of %d is missing: %s belongs to %s and the others to %s; if the shards of one plan run in several pipelines, run each with the same --pipeline=ID",
				index, j.total, p.Path, pipelineText(p.run()), pipelineText(parts[0].run()))
			return
		}
	}
	var ids []string
	items := parts[0].run().PlanItems
	for i := index - 1; i < len(items); i += j.total {
		ids = append(ids, items[i].ID())
	}
	what := "it had no examples to run"
	if len(ids) > 0 {
		what = "it should have run " + few(ids)
	}
	j.problem("shard %d of %d is missing: it has no log, and %s; run it again and merge all logs", index, j.total, what)
}

// once keeps one copy of each run's log. Contradicting copies are all kept, and
// are a problem.
func (j *Joined) once(parts []Part) []Part {
	at := map[string]int{} // the first log of a run
	var kept []Part
	for _, p := range parts {
		i, twice := at[p.run().ID]
		switch {
		case !twice:
			at[p.run().ID] = len(kept)
			kept = append(kept, p)
		case contains(&kept[i], &p):
		case contains(&p, &kept[i]):
			kept[i] = p
		default:
			j.problem("%s and %s are logs of one run, %s, but contradict each other: one of them was changed; run the shard again", kept[i].Path, p.Path, p.run().ID)
			kept = append(kept, p)
		}
	}
	return kept
}

// contains reports whether a contains everything in b: b is a copy of it, or
// was copied while the run was in progress.
func contains(a, b *Part) bool {
	x, y := a.run(), b.run()
	if same := encoded(x) == encoded(y); same || x.PlanDigest != y.PlanDigest || a.shard() != b.shard() || b.Log.Closed {
		return same && (a.Log.Closed || !b.Log.Closed)
	}
	if len(x.Results) != len(y.Results) {
		return false
	}
	for i := range y.Results {
		if y.Results[i].Status.Valid() && recorded(&y.Results[i], &b.Log) && encoded(&x.Results[i]) != encoded(&y.Results[i]) {
			return false
		}
	}
	return true
}

// recorded reports whether the result is recorded in the log, and not inferred.
func recorded(r *hub.Result, log *runlog.Log) bool {
	return r.Ended() && !slices.Contains(log.Unfinished, r.ID)
}

// compare notes differences between the machines of the shards that are no
// reason to refuse them.
func (j *Joined) compare() {
	if len(j.Parts) == 0 {
		return
	}
	first := j.Parts[0].run()
	for i := range j.Parts[1:] {
		run := j.Parts[i+1].run()
		if run.Hub != first.Hub {
			j.note("shard %d was run by hub %s and shard %d by hub %s", first.Shard.Index, first.Hub, run.Shard.Index, run.Hub)
			break
		}
	}
	seen := map[string]*Part{} // the first that uses the runner
	noted := map[string]bool{}
	for i := range j.Parts {
		p := &j.Parts[i]
		for _, name := range sortedKeys(p.run().Runners) {
			other := seen[name]
			if other == nil {
				seen[name] = p
				continue
			}
			here, there := p.run().Runners[name], other.run().Runners[name]
			if here != there && !noted[name] {
				noted[name] = true
				j.note("runner %s is %q in shard %d and %q in shard %d", name, there, other.shard().Index, here, p.shard().Index)
			}
		}
	}
}

// few lists the first elements, and the number of the others.
func few(list []string) string {
	const most = 3
	text := strings.Join(list[:min(len(list), most)], ", ")
	if more := len(list) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
