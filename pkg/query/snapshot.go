// Package query answers questions about examples: which there are, what failed,
// what is stale, how long they take. An answer is a pure function of a
// [Snapshot]: rows for programs, and a page for people. Each has a file of its
// own, which holds the rows, whose fields are contracts (see package render), and
// what a page shows of them.
package query

import (
	"time"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Snapshot is what answers are made from: the catalog, and what is recorded of
// it.
type Snapshot struct {
	Catalog *catalog.Catalog
	// Status has adopted the examples of the catalog (see [status.File.Adopt]).
	Status *status.File
	// Orphans are the IDs of entries that no example has.
	Orphans []string
	// Stale says why the pass of an example no longer counts. It may read files,
	// and is called only where the answer depends on it; nil: nothing is stale.
	Stale staleness.Check
}

func (s *Snapshot) stale(e hub.Example) staleness.Why {
	if s.Stale == nil {
		return staleness.Why{}
	}
	return s.Stale(e)
}

// Scope narrows an answer. The zero value is the whole catalog; what is set must
// all hold.
type Scope struct {
	// Filters are names of [selection.Filters], one of which must match.
	Filters []string
	// Tags must all be there, of AnyTags and Groups one.
	Tags, AnyTags, Groups []string
	// Since leaves out results that ended before.
	Since time.Time
	// Limit bounds the examples, the first of the catalog; 0: all.
	Limit int
}

// Narrow reports whether the scope, its filters and limit apart, is less than the
// whole catalog.
func (s *Scope) Narrow() bool {
	return len(s.Tags)+len(s.AnyTags)+len(s.Groups) > 0 || !s.Since.IsZero()
}

// Choose returns the examples of the scope, in catalog order. The errors are those
// of [selection.Select].
func (s *Snapshot) Choose(scope Scope) ([]hub.Example, error) {
	sel, err := selection.Select(s.Catalog.Examples, s.Status, staleness.Check(s.stale).Reason, selection.Request{
		Filters: scope.Filters, Tags: scope.Tags, AnyTags: scope.AnyTags, Groups: scope.Groups, Leave: FailedSince(scope.Since),
	})
	if scope.Limit > 0 && len(sel.Chosen) > scope.Limit {
		sel.Chosen = sel.Chosen[:scope.Limit]
	}
	return sel.Chosen, err
}

// FailedSince leaves out what failed before that time; the zero time leaves out
// nothing.
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

// Named is how the records of errors, stale and stats name an example, before
// all else.
type Named struct {
	Index int    `json:"index" doc:"position in the catalog, from 1; 0 when it is no longer there"`
	ID    string `json:"id" doc:"the example's stable ID"`
	Group string `json:"group" doc:"its group"`
	Name  string `json:"name" doc:"short name"`
	Title string `json:"title" doc:"title for people"`
	Path  string `json:"path" doc:"entry file, from the project's root"`
}

func nameOf(e *hub.Example) Named {
	return Named{Index: e.Index, ID: e.ID, Group: e.Group, Name: e.Name, Title: sanitize.Line(e.Title), Path: e.Path}
}
