package status

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// What is newest is decided here, by the sequences of runs and nothing else; see
// the package documentation.

// maxSequence bounds what a file may call a sequence: the greatest integer that
// every reader of JSON keeps exactly.
const maxSequence = 1<<53 - 1

// sequence returns n when it can be a sequence, and 0 for none.
func sequence(n int64) int64 {
	if n < 0 || n > maxSequence {
		return 0
	}
	return n
}

// moment is when a result was recorded: in which run, and what the clock said.
type moment struct {
	sequence int64
	clock    time.Time
	run      string
}

// compare orders by sequence. Only what has none (it was recorded by a hub that
// did not count, before everything that has one) is ordered by the clock.
func (m moment) compare(o moment) int {
	return cmp.Or(cmp.Compare(m.sequence, o.sequence), m.clock.Compare(o.clock), cmp.Compare(m.run, o.run))
}

func (m moment) after(o moment) bool { return m.compare(o) > 0 }

// updated is the moment of the newest result.
func (e *Entry) updated() moment { return moment{e.UpdatedSequence, e.Updated.Time, e.UpdatedRunID} }

// executed is the moment of the newest result that is not a skip.
func (e *Entry) executed() moment { return moment{e.RunSequence, e.LastExecuted.Time, e.RunID} }

// completed is the moment of the newest pass.
func (e *Entry) completed() moment { return moment{e.CompletedSequence, e.LastCompleted.Time, ""} }

func comparePast(a, b Past) int {
	return moment{a.Sequence, a.Time.Time, a.RunID}.compare(moment{b.Sequence, b.Time.Time, b.RunID})
}

// compareFailures orders the attempts of one run by their numbers: the clock may
// jump between two of them as well.
func compareFailures(a, b Failure) int {
	in := cmp.Compare(a.Sequence, b.Sequence)
	if in == 0 && a.Sequence > 0 {
		in = cmp.Or(cmp.Compare(a.RunID, b.RunID), cmp.Compare(a.Attempt, b.Attempt))
	}
	return cmp.Or(in, a.Timestamp.Compare(b.Timestamp.Time), cmp.Compare(a.RunID, b.RunID),
		cmp.Compare(a.Attempt, b.Attempt), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Message, b.Message))
}

// count makes sure that the counter is not below n.
func (f *File) count(n int64) { f.Metadata.Sequence = max(f.Metadata.Sequence, n) }

// next takes the next sequence. Where a forged file has used them all up, there
// is no greater one.
func (f *File) next() int64 {
	f.Metadata.Sequence = min(f.Metadata.Sequence, maxSequence-1) + 1
	return f.Metadata.Sequence
}

// recount makes every sequence of a file that was read one that can be, and the
// counter one that is not below any of them.
func (f *File) recount() {
	m := &f.Metadata
	m.Sequence = sequence(m.Sequence)
	for id, n := range m.RunSequences {
		if m.RunSequences[id] = sequence(n); m.RunSequences[id] == 0 {
			delete(m.RunSequences, id)
		}
		f.count(m.RunSequences[id])
	}
	for i := range f.Runs {
		f.Runs[i].Sequence = sequence(f.Runs[i].Sequence)
		f.count(f.Runs[i].Sequence)
	}
	for _, e := range f.Examples {
		for _, n := range []*int64{&e.UpdatedSequence, &e.RunSequence, &e.CompletedSequence, &e.ClearedSequence} {
			*n = sequence(*n)
			f.count(*n)
		}
		for i := range e.History {
			e.History[i].Sequence = sequence(e.History[i].Sequence)
			f.count(e.History[i].Sequence)
		}
		for i := range e.Errors {
			e.Errors[i].Sequence = sequence(e.Errors[i].Sequence)
			f.count(e.Errors[i].Sequence)
		}
	}
	for _, n := range []*int64{&f.Statistics.LastFullSequence, &f.Statistics.LastPartialSequence} {
		*n = sequence(*n)
		f.count(*n)
	}
}

// holds reports whether the log of the run was folded in and still exists.
func (m *Metadata) holds(run string) bool { return slices.Contains(m.FoldedRuns, run) }

// folded notes that the log of the run is in the file.
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

// forgetFolded makes every log one that is to be folded in: of a damaged file
// nobody knows which results are missing. What the logs hold is not added twice.
func (f *File) forgetFolded() { f.Metadata.FoldedRuns, f.Metadata.RunSequences = nil, nil }

// keepFolded forgets runs whose logs are gone: they cannot be folded again.
// existing is sorted.
func (f *File) keepFolded(existing []string) {
	m := &f.Metadata
	gone := func(id string) bool {
		_, there := slices.BinarySearch(existing, id)
		return !there
	}
	m.FoldedRuns = slices.DeleteFunc(slices.Clone(m.FoldedRuns), gone)
	m.RunSequences = maps.Clone(m.RunSequences)
	maps.DeleteFunc(m.RunSequences, func(id string, _ int64) bool { return gone(id) })
}
