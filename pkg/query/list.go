package query

import (
	"cmp"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
)

// ExampleRow is one example as list and status show it.
type ExampleRow struct {
	Index         int                  `json:"index" doc:"position in the catalog, from 1; not a stable key"`
	ID            string               `json:"id" doc:"the example's stable ID"`
	Group         string               `json:"group" doc:"its group"`
	Name          string               `json:"name" doc:"short name"`
	Title         string               `json:"title" doc:"title for people"`
	Status        hub.Status           `json:"status" doc:"pending, running, completed, error, interrupted, skipped or stale"`
	Reason        string               `json:"reason,omitempty" doc:"why it was skipped, interrupted or is stale"`
	Path          string               `json:"path" doc:"entry file, from the project's root"`
	Runner        string               `json:"runner,omitempty" doc:"runner that starts it"`
	Tags          []string             `json:"tags,omitempty" doc:"its tags"`
	ExecutionTime float64              `json:"executionTime" doc:"seconds of the last result, all its attempts"`
	LastExecuted  *time.Time           `json:"lastExecuted" doc:"when the last result ended; null when it has never run"`
	Attempts      int                  `json:"attempts" doc:"attempts ever recorded"`
	ErrorType     string               `json:"errorType,omitempty" doc:"type of the error, when the status is error"`
	ErrorMessage  string               `json:"errorMessage,omitempty" doc:"its message, one line"`
	Flaky         bool                 `json:"flaky,omitempty" doc:"the last result completed after a failed attempt"`
	Doubtful      string               `json:"doubtful,omitempty" doc:"why the last pass looks hollow"`
	Allowed       bool                 `json:"allowedFailure,omitempty" doc:"the error is allowed and does not gate"`
	Cause         staleness.Cause      `json:"cause,omitempty" doc:"why it is stale, in one word: changed, max-age, unrecorded or unreadable"`
	Changes       []fingerprint.Change `json:"changes,omitempty" doc:"the changes (what, name, how), at most twenty"`
	Leaked        []string             `json:"leaked,omitempty" doc:"processes that outlived its last run and were killed"`
	Fault         string               `json:"fault,omitempty" doc:"problem with its ID, or why it cannot be run, one line"`
	DocName       string               `json:"docname" doc:"its docname; empty without one"`
	Order         *float64             `json:"order" doc:"order in its metadata; null without one"`
	Skip          string               `json:"skip" doc:"reason for the skip in metadata or configuration; empty without one"`

	called string // the names on pages
}

// Examples returns the rows of examples with their recorded status. A pass that is
// out of date is stale.
func Examples(s *Snapshot, examples []hub.Example) []ExampleRow {
	rows := make([]ExampleRow, len(examples))
	for i := range examples {
		rows[i] = exampleOf(s, &examples[i])
	}
	return rows
}

func exampleOf(s *Snapshot, e *hub.Example) ExampleRow {
	r := ExampleRow{
		Index: e.Index, ID: e.ID, Group: e.Group, Name: e.Name, Title: sanitize.Line(e.Title),
		Path: e.Path, Runner: e.Runner, Tags: e.Tags, Status: hub.StatusPending,
		DocName: sanitize.Line(e.DocName), Order: e.Order, Skip: sanitize.Line(e.Skip), called: e.Called(),
	}
	if fault := cmp.Or(e.Invalid, e.Fault); fault != nil {
		r.Fault = sanitize.Line(fault.Message)
	}
	entry, ok := s.Status.Get(e.ID)
	if (!ok || entry.Status == hub.StatusPending) && e.Skip != "" && e.Invalid == nil {
		r.Status, r.Reason = hub.StatusSkipped, r.Skip // as every run will say
		return r
	}
	if !ok {
		return r
	}
	r.Status, r.Reason = entry.Status, sanitize.Line(entry.Reason)
	r.ExecutionTime, r.Attempts = entry.ExecutionTime, entry.Attempts
	if !entry.LastExecuted.IsZero() {
		at := entry.LastExecuted.Time
		r.LastExecuted = &at
	}
	for _, l := range entry.Leaked {
		r.Leaked = append(r.Leaked, sanitize.Line(l))
	}
	r.Flaky, r.Doubtful, r.Allowed = entry.Flaky, sanitize.Line(entry.Doubtful), entry.AllowedFailure != nil
	if entry.Status == hub.StatusError {
		if errors := entry.Details().Errors; len(errors) > 0 {
			last := &errors[len(errors)-1]
			r.ErrorType, r.ErrorMessage = string(last.Type), sanitize.Line(last.Message)
		}
	}
	if why := s.stale(*e); why.Cause != "" {
		r.Status, r.Reason, r.Cause, r.Changes = hub.StatusStale, why.Reason, why.Cause, why.Changes
	}
	return r
}

// skipped returns why the example is skipped: the reason in its settings, else that of its
// last result.
func (r *ExampleRow) skipped() string {
	if r.Skip == "" && r.Status == hub.StatusSkipped {
		return r.Reason
	}
	return r.Skip
}

// IDsAnswer returns the answer that lists the IDs of examples.
func IDsAnswer(examples []hub.Example) render.Answer {
	ids := make([]string, len(examples))
	for i := range examples {
		ids[i] = examples[i].ID
	}
	return render.Answer{IDs: ids}
}

// ListAnswer returns the answer of list: rows selected from a catalog of total
// examples.
func ListAnswer(rows []ExampleRow, total int) render.Answer {
	return render.Answer{Rows: rows, Page: func(p *render.Page) {
		switch {
		case total == 0:
			p.Printf("No examples were found.\n") // a note says where, and what to do
			return
		case len(rows) == 0:
			p.Printf("No matching examples (%d in the catalog).\n", total)
			return
		}
		examplesTable(p, rows, append(append(named(p), documented()...),
			textColumn(render.Column{Title: "SKIP", Rank: 4, Least: 12, Optional: true}, func(r *ExampleRow) string { return sanitize.Clip(r.skipped(), maxCell) }),
			textColumn(render.Column{Title: "TITLE", Rank: 1, Least: 16, Optional: true}, func(r *ExampleRow) string { return r.Title }),
		))
	}}
}
