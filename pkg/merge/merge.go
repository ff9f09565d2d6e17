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
	// Path is where the log is, for messages.
	Path string
	Log  runlog.Log
}

func (p *Part) run() *hub.Run { return &p.Log.Run }

func (p *Part) shard() hub.Shard {
	if s := p.Log.Run.Shard; s != nil {
		return *s
	}
	return hub.Shard{}
}

// Options say which logs are asked for.
type Options struct {
	// Pipeline is the one whose logs are joined; empty: as Here says.
	Pipeline string
	// Here is the pipeline that the merge itself runs in; empty when it runs in
	// none.
	Here string
	// Axis is the cell of a matrix whose logs are joined; empty: there must be
	// one alone.
	Axis string
	// Later compares two pipelines: above 0 when b is later, below 0 when a is;
	// ok is false when nothing says which is. Nil: nothing ever does.
	Later func(a, b string) (order int, ok bool)
	// Absent are the places that were named and have no log that can be read,
	// each with the reason, one line.
	Absent []string
}

// Joined is what the logs of shards result in.
type Joined struct {
	// Events are those of the joined run, as its own log holds them, and Run is
	// what they replay to.
	Events []hub.Event
	Run    hub.Run
	// Parts are the logs that count, in the order of their shards. Superseded are
	// other attempts at those shards, which do not.
	Parts, Superseded []Part
	// Foreign are logs of other pipelines, none of which counts, in the order of
	// their paths.
	Foreign []Part
	// Missing are the shards that no log is of.
	Missing []int
	// Notes are what people should know and what costs nothing.
	Notes []string

	problems []hub.Problem
	earlier  map[string]hub.Result // red results of earlier attempts, by ID
	total    int                   // of shards; 0 when no log says
	// The shard with the most logs that none is later of, and with the least.
	widest, narrowest []Part
}

// MixedError says that two logs do not belong to one run. It is the user's to
// choose between them.
type MixedError struct {
	A, B string // their paths
	// What differs, and the Remedy.
	What, Remedy string
}

func (e *MixedError) Error() string {
	return fmt.Sprintf("%s and %s do not belong to one plan: %s; %s", e.A, e.B, e.What, e.Remedy)
}

const nameOnePlan = "run all shards on the same files and with the same settings, or name only the logs of one plan"

// Join joins the logs of the shards of one plan into one run, by the rules of
// the package. The run's ID follows from the logs that count, so that joining
// them again gives the same run, and sorts after theirs. The order of the parts
// does not matter. Every part must be Started and have a shard.
//
// Whatever could not be proven is a problem of the run, which is never good then.
// The error is a *MixedError: the logs are of several plans or of several cells
// of a matrix.
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

// miss reports a shard without a log, and what it was to run.
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
	for i, item := range parts[0].run().PlanItems {
		if shard.Has(i) {
			ids = append(ids, item.ID())
		}
	}
	what := "it had no examples to run"
	if len(ids) > 0 {
		what = "it should have run " + few(ids)
	}
	j.problem("shard %d of %d is missing: it has no log, and %s; run it again and merge all logs", index, j.total, what)
}

// once leaves one copy of each run's log. Copies that contradict each other are
// all kept, and are a problem.
func (j *Joined) once(parts []Part) []Part {
	at := map[string]int{} // the first log of a run
	var kept []Part
	for _, p := range parts {
		i, twice := at[p.run().ID]
		switch {
		case !twice:
			at[p.run().ID] = len(kept)
			kept = append(kept, p)
		case holds(&kept[i], &p):
		case holds(&p, &kept[i]):
			kept[i] = p
		default:
			j.problem("%s and %s are logs of one run, %s, but contradict each other: one of them was changed; run the shard again", kept[i].Path, p.Path, p.run().ID)
			kept = append(kept, p)
		}
	}
	return kept
}

// holds reports whether a holds everything that b does: b is a copy of it, or was
// copied while the run went on.
func holds(a, b *Part) bool {
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

// recorded reports whether the result is in the log, and not concluded from it.
func recorded(r *hub.Result, log *runlog.Log) bool {
	return r.Ended() && !slices.Contains(log.Unfinished, r.ID)
}

// compare notes what differs between the machines of the shards and is no reason
// to refuse them.
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
	told := map[string]bool{}
	for i := range j.Parts {
		p := &j.Parts[i]
		for _, name := range sortedKeys(p.run().Runners) {
			other := seen[name]
			if other == nil {
				seen[name] = p
				continue
			}
			here, there := p.run().Runners[name], other.run().Runners[name]
			if here != there && !told[name] {
				told[name] = true
				j.note("runner %s is %q in shard %d and %q in shard %d", name, there, other.shard().Index, here, p.shard().Index)
			}
		}
	}
}

// few lists some of many, the rest by their number.
func few(list []string) string {
	const most = 3
	text := strings.Join(list[:min(len(list), most)], ", ")
	if more := len(list) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
