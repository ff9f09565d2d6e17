// Package query answers questions about examples: which exist, which failed, which
// are stale, how long they take. An answer is a pure function of a [Snapshot]: rows
// for programs and a page for people. Each answer has a file with its rows, whose
// fields are contracts (see package render), and its page.
package query

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/selector"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Snapshot is the input of all answers: the catalog and its recorded status.
type Snapshot struct {
	Catalog *catalog.Catalog
	// Status has adopted the examples of the catalog (see [status.File.Adopt]).
	Status *status.File
	// Orphans are the IDs of entries without an example.
	Orphans []string
	// Stale says why an example is stale. It may read files, and is called only if
	// the answer depends on it; nil: nothing is stale.
	Stale staleness.Check
	// Note prints how hub read a SEL that could mean something else; nil prints
	// nothing.
	Note func(text string)
}

func (s *Snapshot) stale(e hub.Example) staleness.Why {
	if s.Stale == nil {
		return staleness.Why{}
	}
	return s.Stale(e)
}

// Scope narrows an answer. All its conditions must hold; the zero value is the whole
// catalog.
type Scope struct {
	// Filters are names of [selection.Filters]; one of them must match.
	Filters []string
	// Choice chooses by what the catalog says.
	Choice selector.Choice
	// Since excludes results that ended before.
	Since time.Time
	// Limit bounds the number of examples, in catalog order; 0: all.
	Limit int
}

// Narrow reports whether a choice or a time excludes examples.
func (s *Scope) Narrow() bool {
	return s.Choice.Narrow() || !s.Since.IsZero()
}

// Choose returns the examples of the scope, in catalog order. Errors come from
// [selector.Choice.In] and [selection.Select].
func (s *Snapshot) Choose(scope Scope) ([]hub.Example, error) {
	chosen, _, err := s.choose(scope)
	return chosen, err
}

// choose is Choose; gone are the IDs of the entries without an example that the choice
// means, in order.
func (s *Snapshot) choose(scope Scope) (examples []hub.Example, gone []string, err error) {
	var former []hub.Example
	if scope.Choice.Narrow() {
		for _, id := range s.Orphans {
			e := s.Status.Examples[id]
			former = append(former, hub.Example{ID: id, Name: e.Name, Group: e.Group, GroupTitle: e.Group, Path: e.RelativePath})
		}
	}
	chosen, err := scope.Choice.In(s.Catalog, former...)
	if err != nil {
		return nil, nil, err
	}
	for _, text := range chosen.Notes {
		if s.Note != nil {
			s.Note(text)
		}
	}
	for i, id := range s.Orphans {
		if chosen.LeftGone(len(s.Catalog.Examples), i) == "" {
			gone = append(gone, id)
		}
	}
	sel, err := selection.Select(s.Catalog.Examples, s.Status, staleness.Check(s.stale).Reason, selection.Request{
		Filters: scope.Filters, Scope: chosen.Left, Leave: FailedSince(scope.Since),
	})
	if scope.Limit > 0 && len(sel.Chosen) > scope.Limit {
		sel.Chosen = sel.Chosen[:scope.Limit]
	}
	return sel.Chosen, gone, err
}

// FailedSince returns a function that gives the reason to leave out an example that
// failed before since, for [selection.Request]; nil for the zero time.
func FailedSince(since time.Time) func(*hub.Example, *status.Entry) string {
	if since.IsZero() {
		return nil
	}
	return func(_ *hub.Example, entry *status.Entry) string {
		if entry == nil || entry.Updated.Before(since) {
			return "failed before " + since.Local().Format(time.DateTime)
		}
		return ""
	}
}

// Named identifies an example, as the first fields of the records of errors, stale
// and stats.
type Named struct {
	Index int    `json:"index" doc:"position in the catalog, from 1; 0 when it is no longer there"`
	ID    string `json:"id" doc:"the example's stable ID"`
	Group string `json:"group" doc:"its group"`
	Name  string `json:"name" doc:"short name"`
	Title string `json:"title" doc:"title for people"`
	Path  string `json:"path" doc:"entry file, from the project's root"`

	called string // the names on pages
}

func nameOf(e *hub.Example) Named {
	return Named{Index: e.Index, ID: e.ID, Group: e.Group, Name: e.Name, Title: sanitize.Line(e.Title), Path: e.Path, called: e.Called()}
}
