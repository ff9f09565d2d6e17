package html

import (
	"cmp"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
)

// section is the rows of one outcome, in parts.
type section struct {
	Kind, Sign, Title string
	Count             int
	Parts             []group
}

// group is a part of a section: rows of one cause, or of one group of the catalog.
type group struct {
	// Title is empty if the group needs none.
	Title          string
	Location, Link string
	// Open says that its rows are shown at first.
	Open bool
	// cause says that the rows are failures of one cause.
	cause bool
	rows  []int
}

// Count returns the number of rows.
func (g *group) Count() int { return len(g.rows) }

// maxOpen bounds the rows of a cause that are shown at first, if it is not the only one.
const maxOpen = 20

// sectionOf returns the section to which a row belongs.
func sectionOf(r *row) string {
	switch {
	case r.Kind == failed && !r.Failed:
		return "allowed"
	case r.Kind == passed && (slices.Contains(r.Marks, "doubtful") || slices.Contains(r.Marks, "leaked")):
		return "doubtful"
	}
	if class(r.Kind) == "other" {
		return notRun
	}
	return r.Kind
}

// Sections returns the rows by outcome: first what needs attention.
func (v view) Sections() []*section {
	of := func(kind, title string, status hub.Status) *section {
		return &section{Kind: kind, Sign: outcome.OfStatus(status, kind == flaky).Glyph, Title: title}
	}
	all := []*section{
		of(failed, "Failed", hub.StatusError),
		of(flaky, "Flaky", hub.StatusCompleted),
		of(interrupted, "Interrupted", hub.StatusInterrupted),
		of(notRun, "Not run", hub.StatusPending),
		of("doubtful", "Passed, with doubts", hub.StatusCompleted),
		of("allowed", "Allowed failures", hub.StatusError),
		of(passed, "Passed", hub.StatusCompleted),
		of(skipped, "Skipped", hub.StatusSkipped),
	}
	byKind := map[string][]int{}
	for i := range v.Rows {
		kind := sectionOf(&v.Rows[i])
		byKind[kind] = append(byKind[kind], i)
	}
	for _, s := range all {
		rows := byKind[s.Kind]
		s.Count = len(rows)
		switch {
		case s.Kind == failed:
			s.Parts = v.byCause(rows)
		case len(rows) > 0:
			s.Parts = v.byGroup(rows)
		}
	}
	return slices.DeleteFunc(all, func(s *section) bool { return s.Count == 0 })
}

// byCause groups failures by cause, the most frequent first, and last the failures that
// share their cause with no other.
func (v view) byCause(rows []int) []group {
	var out []group
	of := map[int]int{}
	alone := group{Open: true}
	for _, i := range rows {
		r := &v.Rows[i]
		if r.Cause < 1 || r.Cause > len(v.Causes) {
			alone.rows = append(alone.rows, i)
			continue
		}
		at, ok := of[r.Cause]
		if !ok {
			c := v.Causes[r.Cause-1]
			at = len(out)
			of[r.Cause] = at
			out = append(out, group{Title: c.Why, Location: c.Location, Link: c.Link, cause: true})
		}
		out[at].rows = append(out[at].rows, i)
	}
	slices.SortStableFunc(out, func(a, b group) int { return cmp.Compare(b.Count(), a.Count()) })
	for i := range out {
		out[i].Open = out[i].Count() <= maxOpen || len(out) == 1 && alone.rows == nil
	}
	if alone.rows != nil {
		if len(out) > 0 {
			alone.Title = "Other causes"
		}
		out = append(out, alone)
	}
	return out
}

// byGroup groups rows by their group in the catalog, in catalog order. If most groups have
// only one row, it returns all rows as one group.
func (v view) byGroup(rows []int) []group {
	at := map[string]int{}
	var out []group
	for _, i := range rows {
		name := v.Rows[i].Group
		k, ok := at[name]
		if !ok {
			k = len(out)
			at[name] = k
			out = append(out, group{Title: cmp.Or(name, "No group"), Open: true})
		}
		out[k].rows = append(out[k].rows, i)
	}
	if len(out) == 1 || 2*len(out) > len(rows) {
		return []group{{Open: true, rows: rows}}
	}
	return out
}
