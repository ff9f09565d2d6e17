package status

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Only sequences decide what is newest; see the package documentation.

// maxSequence is the greatest valid sequence: the greatest integer that all
// JSON readers keep exactly.
const maxSequence = 1<<53 - 1

// sequence returns n if it is a valid sequence, else 0.
func sequence(n int64) int64 {
	if n < 0 || n > maxSequence {
		return 0
	}
	return n
}

// moment is when a result was recorded: in which run, and at which time by the
// clock.
type moment struct {
	sequence int64
	clock    time.Time
	run      string
}

// compare orders by sequence. Records without one, of a hub without sequences,
// are older than all others, and ordered by the clock.
func (m moment) compare(o moment) int {
	return cmp.Or(cmp.Compare(m.sequence, o.sequence), m.clock.Compare(o.clock), cmp.Compare(m.run, o.run))
}

func (m moment) after(o moment) bool { return m.compare(o) > 0 }

// updated returns the moment of the newest result.
func (e *Entry) updated() moment { return moment{e.UpdatedSequence, e.Updated.Time, e.UpdatedRunID} }

// executed returns the moment of the newest result of an example that was started.
func (e *Entry) executed() moment { return moment{e.RunSequence, e.LastExecuted.Time, e.RunID} }

// completed returns the moment of the newest pass.
func (e *Entry) completed() moment { return moment{e.CompletedSequence, e.LastCompleted.Time, ""} }

// comparePast orders results of one moment by what they are: two of one run, of
// an example that had another ID, are not the same.
func comparePast(a, b Past) int {
	flaky := 0
	if a.Flaky != b.Flaky {
		flaky = 1
		if b.Flaky {
			flaky = -1
		}
	}
	return cmp.Or(moment{a.Sequence, a.Time.Time, a.RunID}.compare(moment{b.Sequence, b.Time.Time, b.RunID}),
		cmp.Compare(a.Status, b.Status), cmp.Compare(a.Seconds, b.Seconds), flaky)
}

// compareFailures orders the attempts of one run by number: the clock may jump
// between them.
func compareFailures(a, b Failure) int {
	in := cmp.Compare(a.Sequence, b.Sequence)
	if in == 0 && a.Sequence > 0 {
		in = cmp.Or(cmp.Compare(a.RunID, b.RunID), cmp.Compare(a.Attempt, b.Attempt))
	}
	return cmp.Or(in, a.Timestamp.Compare(b.Timestamp.Time), cmp.Compare(a.RunID, b.RunID),
		cmp.Compare(a.Attempt, b.Attempt), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Message, b.Message))
}

// count raises the counter to at least n.
func (f *File) count(n int64) { f.Metadata.Sequence = max(f.Metadata.Sequence, n) }

// next assigns the next sequence. renumbered: a forged one had used up the
// range, so the sequences of the file changed, and it must be written first.
func (f *File) next() (n int64, renumbered bool) {
	if renumbered = f.Metadata.Sequence >= maxSequence; renumbered {
		f.renumber()
	}
	f.Metadata.Sequence++
	return f.Metadata.Sequence, renumbered
}

// renumber renumbers the sequences of the file from 1, in order.
func (f *File) renumber() {
	var used []int64
	f.each(func(n *int64) { used = append(used, *n) })
	slices.Sort(used)
	used = slices.Compact(used)
	f.Metadata.Sequence = 0
	names := f.names
	f.names = runNames{}
	for n, name := range names {
		if at, found := slices.BinarySearch(used, n); found {
			f.names.add(int64(at+1), name.id)
		}
	}
	f.each(func(n *int64) {
		at, _ := slices.BinarySearch(used, *n)
		*n = int64(at + 1)
		f.count(*n)
	})
}

// recount removes invalid sequences from a file that was read, and raises the
// counter to the greatest one. Those of the entries were checked when they were
// read.
func (f *File) recount() {
	f.Metadata.Sequence = sequence(f.Metadata.Sequence)
	f.eachOfRuns(func(n *int64) {
		*n = sequence(*n)
		f.count(*n)
	})
}

// visit calls do for those of the sequences that are not 0.
func visit(do func(n *int64), all ...*int64) {
	for _, n := range all {
		if *n != 0 {
			do(n)
		}
	}
}

// each calls do for every sequence in the file that is not 0, except the
// counter. All entries are opened.
func (f *File) each(do func(n *int64)) {
	f.eachOfRuns(do)
	for _, e := range f.Examples {
		d := e.open()
		visit(do, &e.UpdatedSequence, &e.RunSequence, &e.CompletedSequence, &e.ClearedSequence)
		for i := range d.History {
			visit(do, &d.History[i].Sequence)
		}
		for i := range d.Errors {
			visit(do, &d.Errors[i].Sequence)
		}
	}
}

// eachOfRuns is each without the entries.
func (f *File) eachOfRuns(do func(n *int64)) {
	m := &f.Metadata
	for id, n := range m.RunSequences {
		visit(do, &n)
		if m.RunSequences[id] = n; n == 0 {
			delete(m.RunSequences, id)
		}
	}
	for i := range f.Runs {
		visit(do, &f.Runs[i].Sequence)
	}
	visit(do, &f.Statistics.LastFullSequence, &f.Statistics.LastPartialSequence)
}

// holds reports whether the log of the run is folded in and still exists.
func (m *Metadata) holds(run string) bool { return slices.Contains(m.FoldedRuns, run) }

// holding returns [Metadata.holds] for many runs: looking through the list for each log of
// a folder that nobody cleans would take longer than all else.
func (m *Metadata) holding() func(run string) bool {
	held := make(map[string]bool, len(m.FoldedRuns))
	for _, id := range m.FoldedRuns {
		held[id] = true
	}
	return func(run string) bool { return held[run] }
}

// folded records that the log of the run is in the file.
func (f *File) folded(run string, n int64) {
	m := &f.Metadata
	f.count(n)
	if n > 0 {
		if m.RunSequences == nil {
			m.RunSequences = map[string]int64{}
		}
		m.RunSequences[run] = n
	}
	if m.holds(run) {
		return
	}
	at, _ := slices.BinarySearchFunc(m.FoldedRuns, run, func(a, b string) int {
		return cmp.Or(cmp.Compare(m.RunSequences[a], m.RunSequences[b]), cmp.Compare(a, b))
	})
	m.FoldedRuns = slices.Insert(m.FoldedRuns, at, run)
}

// forgetFolded makes all logs be folded again: which results a damaged file
// lost is unknown. Results are not added twice.
func (f *File) forgetFolded() { f.Metadata.FoldedRuns, f.Metadata.RunSequences = nil, nil }

// keepFolded removes runs whose logs no longer exist: they cannot be folded
// again. existing is sorted.
func (f *File) keepFolded(existing []string) {
	m := &f.Metadata
	removed := func(id string) bool {
		_, found := slices.BinarySearch(existing, id)
		return !found
	}
	m.FoldedRuns = slices.DeleteFunc(slices.Clone(m.FoldedRuns), removed)
	m.RunSequences = maps.Clone(m.RunSequences)
	maps.DeleteFunc(m.RunSequences, func(id string, _ int64) bool { return removed(id) })
}
