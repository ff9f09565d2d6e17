package baseline

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// State says how the newest result of an example compares with its entry in the
// baseline.
type State string

// The states.
const (
	Known      State = "known"      // it still fails like that
	Changed    State = "changed"    // it fails differently
	New        State = "new"        // it fails, and has no entry
	Fixed      State = "fixed"      // it passes
	Gone       State = "gone"       // there is no such example
	Unproven   State = "no result"  // no result since shows either: it was skipped or interrupted, is doubtful or flaky, or was never run
	Unlistable State = "unlistable" // it fails in a way that no baseline covers
	Allowed    State = "allowed"    // it fails, and its own settings allow that
)

// Recorded holds the recorded results, and what is needed to compare them.
type Recorded struct {
	// Catalog has every example; Incomplete says that some may be missing.
	Catalog    []hub.Example
	Incomplete bool
	// Status has adopted the catalog.
	Status *status.File
	// Hide masks secrets.
	Hide func(string) string
}

// Row is an entry, a failure without one, or both.
type Row struct {
	State State
	// Old is the entry; nil if there is none. New is the failure of the newest result,
	// with what is kept of the entry; nil unless there is one.
	Old, New *Failure
	// Example is the example; nil if it is gone.
	Example *hub.Example
}

// Compare compares the baseline with what is recorded: one row for every entry and
// every failure, in catalog order, entries without an example last.
func (f *File) Compare(r Recorded) []Row {
	known := f.find(r.Catalog)
	used := make(map[string]bool, len(known)) // IDs of entries
	var rows []Row
	for i := range r.Catalog {
		e := &r.Catalog[i]
		row := Row{Old: known[e.ID], Example: e}
		if row.Old != nil {
			used[row.Old.ID] = true
		}
		if row.State, row.New = judge(r, e, row.Old); row.Old != nil || row.New != nil {
			rows = append(rows, row)
		}
	}
	state := Gone
	if r.Incomplete {
		state = Unproven
	}
	for i := range f.Failures {
		if old := &f.Failures[i]; !used[old.ID] {
			rows = append(rows, Row{State: state, Old: old})
		}
	}
	return rows
}

// judge compares the newest result of an example with its entry.
func judge(r Recorded, e *hub.Example, old *Failure) (State, *Failure) {
	entry, ok := r.Status.Get(e.ID)
	switch {
	case !ok:
		return Unproven, nil
	case entry.Status == hub.StatusCompleted && !entry.Flaky && entry.Doubtful == "":
		return Fixed, nil
	case entry.Status != hub.StatusError:
		return Unproven, nil
	}
	errors := entry.Details().Errors
	if len(errors) == 0 {
		return Unproven, nil
	}
	last := errors[len(errors)-1]
	failure := &Failure{ID: e.ID, Type: last.Type, Message: cause.Message(r.Hide(last.Message))}
	if old != nil {
		failure.Until, failure.Reason, failure.Owner = old.Until, old.Reason, old.Owner
	}
	switch {
	case last.Type == hub.ErrUnexpectedPass:
		return Fixed, nil
	case entry.AllowedFailure != nil && !entry.AllowedFailure.Baseline:
		return Allowed, nil
	case last.Type.NeverAllowed(), e.Fault != nil: // it is not certain which example failed
		return Unlistable, failure
	case old == nil:
		return New, failure
	case Same(&hub.Known{Type: old.Type, Message: old.Message}, &hub.Error{Type: failure.Type, Message: failure.Message}):
		return Known, failure
	}
	return Changed, failure
}

// Entries returns the rows that have an entry.
func Entries(rows []Row) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Old == nil })
}

// Next returns the failures of the next baseline. onlyFixed only removes failures that
// are fixed or gone; without it Next also adds new and changed failures.
func Next(rows []Row, onlyFixed bool) []Failure {
	var out []Failure
	for _, row := range rows {
		switch row.State {
		case Fixed, Gone:
			continue
		case Known, Changed, New:
			if !onlyFixed {
				out = append(out, *row.New)
				continue
			}
		}
		if row.Old != nil {
			out = append(out, *row.Old)
		}
	}
	return sorted(out)
}
