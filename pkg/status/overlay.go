package status

import (
	"maps"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// overlay has what a run of any size changes in a file, without holding the entries: a
// merged run can have a hundred thousand, each with a line of its own. An entry is made
// from the one in the file and the result when the run is folded, for what the file says
// of all entries, and again when it is written.
type overlay struct {
	maker maker
	run   *hub.Run
	root  string
	facts []fact           // by position in the run
	at    map[string]int32 // positions of the results that change an entry, by ID
	// before are the names as they were before the result at position named, which named
	// the run: entries say of a run without a name which it is.
	before runNames
	named  int
}

// fact is what metadata and statistics need of an entry.
type fact struct {
	name     string
	status   hub.Status
	updated  Time
	executed bool
	took     float64
	// of is the run that the result belongs to, and again as in [File.of].
	of    string
	again bool
}

func (e *Entry) fact() fact {
	return fact{name: e.Name, status: e.Status, updated: e.Updated, executed: !e.LastExecuted.IsZero(), took: e.ExecutionTime}
}

// lay folds the run like [File.fold], but into an overlay, which is written with the file.
// It reports whether it could: the plan of a damaged log can have an example twice.
func (f *File) lay(run *hub.Run, root string) bool {
	if f.over != nil { // it is folded again
		f.names = f.over.before
	}
	o := &overlay{run: run, root: root, before: maps.Clone(f.names), named: len(run.Results), facts: make([]fact, len(run.Results)), at: make(map[string]int32, len(run.Results))}
	f.over = nil
	f.count(run.Sequence)
	seen := make(map[string]bool, len(run.Results))
	for i := range run.Results {
		ex, res := &run.Plan[i], &run.Results[i]
		if ex.ID == "" || !res.Ended() {
			continue
		}
		if seen[ex.ID] {
			return false
		}
		seen[ex.ID] = true
		x := &o.facts[i]
		x.of, x.again = f.of(run.ID, ex, res)
		e := o.entry(f, i)
		if e == nil {
			continue
		}
		of, again := x.of, x.again
		*x = e.fact()
		x.of, x.again = of, again
		if f.names.learn(e, e.Details()); len(f.names) > len(o.before) && o.named == len(run.Results) {
			o.named = i
		}
		o.at[ex.ID] = int32(i)
	}
	f.over = o
	f.ended(run.ID, run)
	return true
}

// entry makes the entry with a result of the run, valid until the next call; nil if the
// result changes nothing.
func (o *overlay) entry(f *File, i int) *Entry {
	ex, x := &o.run.Plan[i], &o.facts[i]
	if x.of == "" {
		return nil
	}
	return o.maker.made(f.Examples[ex.ID], x.of, o.run, ex, &o.run.Results[i], folding{root: o.root, again: x.again})
}

// entry returns an entry as it is written, and with which names of runs.
func (f *File) entry(id string) (*Entry, runNames) {
	if o := f.over; o != nil {
		if i, ok := o.at[id]; ok {
			names := f.names
			if int(i) < o.named {
				names = o.before
			}
			return o.entry(f, int(i)), names
		}
	}
	return f.Examples[id], f.names
}

// fact returns the fact of an entry as it is written.
func (f *File) fact(id string) fact {
	if f.over != nil {
		if i, ok := f.over.at[id]; ok {
			return f.over.facts[i]
		}
	}
	return f.Examples[id].fact()
}
