// Package difference compares two runs by the IDs of their examples: what fails newly,
// fails differently, is fixed, appeared, is gone or has become slower.
package difference

import (
	"cmp"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Kind is the kind of a change.
type Kind string

// The kinds, in the order in which they matter. Those of New and Gone need both runs to
// cover their whole catalogs: an example that a filter left out is not gone.
const (
	Failing Kind = "newly-failing" // it fails, and did not before
	Changed Kind = "changed"       // it fails with another type or normalized message
	Unclear Kind = "unclear"       // it passed or failed before, and now was skipped, interrupted or not run, or its pass is doubtful or flaky
	Fixed   Kind = "fixed"         // it failed, and passes
	Slower  Kind = "slower"        // it passes, but takes more than twice as long
	New     Kind = "new"           // the first run has no such example
	Gone    Kind = "gone"          // the second run has no such example
)

// Kinds lists every kind, in order.
func Kinds() []Kind { return []Kind{Failing, Changed, Unclear, Fixed, Slower, New, Gone} }

// Side is the result of an example in one of the runs.
type Side struct {
	Status hub.Status `json:"status"`
	// Type and Message are those of an error; Message is not normalized.
	Type    hub.ErrorType `json:"type,omitempty"`
	Message string        `json:"message,omitempty"`
	File    string        `json:"file,omitempty"`
	Line    int           `json:"line,omitempty"`
	// Reason says why it was skipped, interrupted or not run, or is doubtful.
	Reason  string  `json:"reason,omitempty"`
	Seconds float64 `json:"seconds"`
	Flaky   bool    `json:"flaky,omitempty"`
	// Allowed: the error does not gate. Baseline is its standing in its run.
	Allowed  bool         `json:"allowedFailure,omitempty"`
	Baseline hub.Standing `json:"baseline,omitempty"`
}

// Change is the difference in one example.
type Change struct {
	Kind  Kind   `json:"kind"`
	ID    string `json:"id"`
	Group string `json:"group"`
	Path  string `json:"path"`
	// Before and After are nil in a run without the example.
	Before *Side `json:"before,omitempty"`
	After  *Side `json:"after,omitempty"`

	called string // see Called
}

// Called returns the names that pages show: those of [hub.Example.Called], as far as the
// run has them, else the ID.
func (c *Change) Called() string { return cmp.Or(c.called, c.ID) }

// Run describes a run that was compared.
type Run struct {
	hub.RunSummary
	// Unmatched is the number of its examples that the other run does not have, if they
	// are neither new nor gone because one of the runs did not cover its whole catalog.
	Unmatched int `json:"unmatched,omitempty"`
}

// Difference is the difference between two runs.
type Difference struct {
	Before Run `json:"before"`
	After  Run `json:"after"`
	// Changes are sorted by kind, then in catalog order.
	Changes []Change `json:"changes"`
}

// Count returns the number of changes of a kind.
func (d *Difference) Count(kind Kind) int {
	n := 0
	for i := range d.Changes {
		if d.Changes[i].Kind == kind {
			n++
		}
	}
	return n
}

// Of compares two runs.
func Of(before, after *hub.Run) Difference {
	d := Difference{Before: of(before), After: of(after), Changes: []Change{}}
	old := byID(before)
	whole := before.Full() && after.Full()
	for i := range after.Results {
		res := &after.Results[i]
		change := Change{ID: res.ID, After: sideOf(res)}
		describe(&change, after, i)
		was := old[res.ID]
		switch {
		case was != nil:
			delete(old, res.ID)
			change.Before, change.Kind = sideOf(was), kindOf(was, res)
		case whole:
			change.Kind = New
		default:
			d.After.Unmatched++
		}
		if change.Kind != "" {
			d.Changes = append(d.Changes, change)
		}
	}
	for i := range before.Results {
		res := &before.Results[i]
		if old[res.ID] == nil {
			continue
		}
		if !whole {
			d.Before.Unmatched++
			continue
		}
		change := Change{Kind: Gone, ID: res.ID, Before: sideOf(res)}
		describe(&change, before, i)
		d.Changes = append(d.Changes, change)
	}
	order := Kinds()
	slices.SortStableFunc(d.Changes, func(a, b Change) int {
		return cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind))
	})
	return d
}

func of(run *hub.Run) Run { return Run{RunSummary: run.Summary()} }

func byID(run *hub.Run) map[string]*hub.Result {
	out := make(map[string]*hub.Result, len(run.Results))
	for i := range run.Results {
		out[run.Results[i].ID] = &run.Results[i]
	}
	return out
}

// describe adds what the plan says of the i-th example.
func describe(c *Change, run *hub.Run, i int) {
	if i < len(run.Plan) && run.Plan[i].ID == c.ID {
		e := &run.Plan[i]
		c.Group, c.Path, c.called = e.Group, e.Path, e.Called()
	}
}

// slowFactor and slowMargin, in seconds, say what is slower, as in package stats, which
// has more than one earlier pass to compare with.
const (
	slowFactor = 2.0
	slowMargin = 0.1
)

// class groups results by what they say about the example.
type class int

const (
	unclear class = iota
	pass
	fail
)

func classOf(res *hub.Result) class {
	switch {
	case res.Status == hub.StatusError && (res.Error == nil || res.Error.Type != hub.ErrUnexpectedPass):
		return fail
	case res.Status == hub.StatusError: // in a strict run
		return pass
	case res.Sound():
		return pass
	}
	return unclear
}

// kindOf compares two results of an example; empty if nothing has changed.
func kindOf(before, after *hub.Result) Kind {
	was, is := classOf(before), classOf(after)
	switch {
	case is == fail && was != fail:
		return Failing
	case is == fail:
		if !cause.Same(before.Failure(), after.Failure()) {
			return Changed
		}
	case is == unclear && was != unclear:
		return Unclear
	case is == pass && was == fail:
		return Fixed
	case is == pass && was == pass:
		if after.Seconds > slowFactor*before.Seconds && after.Seconds-before.Seconds >= slowMargin {
			return Slower
		}
	}
	return ""
}

func sideOf(res *hub.Result) *Side {
	s := &Side{
		Status: res.Status, Reason: cmp.Or(res.Reason, res.Doubtful), Seconds: res.Seconds, Flaky: res.Flaky,
		Allowed: res.AllowedFailure != nil, Baseline: res.Baseline,
	}
	if err := res.Error; err != nil && res.Status == hub.StatusError {
		s.Type, s.Message, s.File, s.Line = err.Type, err.Message, err.File, err.Line
	}
	return s
}
