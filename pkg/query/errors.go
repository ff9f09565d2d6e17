package query

import (
	"fmt"
	"path"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// ErrorRow is one example whose last result is an error.
type ErrorRow struct {
	Named
	Type     hub.ErrorType `json:"type" doc:"type of the error"`
	Message  string        `json:"message" doc:"its message, one line"`
	File     string        `json:"file,omitempty" doc:"where it failed, from the project's root; empty when unknown"`
	Line     int           `json:"line,omitempty" doc:"line in that file, from 1; 0 when unknown"`
	When     status.Time   `json:"time" doc:"when the result ended"`
	ExitCode int           `json:"exitCode" doc:"exit code of the last attempt; -1 when it never started or was ended by a signal"`
	RunID    string        `json:"runId,omitempty" doc:"the run it failed in"`
	InARow   int           `json:"inARow" doc:"consecutive errors up to this one, among the newest twenty results"`
	Allowed  bool          `json:"allowedFailure,omitempty" doc:"the error is allowed and does not gate"`
	Gone     bool          `json:"gone,omitempty" doc:"the example is no longer in the catalog"`
	Baseline hub.Standing  `json:"baseline,omitempty" doc:"how it compared with the baseline of its run: known, expired, new, changed (another failure is known); empty without a baseline"`
	Order    string        `json:"orderDependent,omitempty" doc:"how its verdict depended on which examples ran before it, in kept runs between which nothing else changed, while it changed and changed back; empty if it did not, or for a catalog of more than 2,000 examples"`
}

// Errors returns the examples of the scope whose last result is an error, in catalog
// order, followed by all of [Gone], which scope.Limit does not bound.
func Errors(s *Snapshot, scope Scope) ([]ErrorRow, error) {
	scope.Filters = []string{"errors"}
	chosen, gone, err := s.choose(scope)
	if err != nil {
		return nil, err
	}
	rows := make([]ErrorRow, 0, len(chosen))
	for i := range chosen {
		rows = append(rows, errorOf(s.Status.Examples[chosen[i].ID], &chosen[i]))
	}
	return append(rows, s.gone(gone, scope)...), nil
}

// Gone returns the errors of examples that are no longer in the catalog. Their tags are
// not recorded, so a choice by tag has none. If the catalog is incomplete, nothing
// counts as gone.
func Gone(s *Snapshot, scope Scope) []ErrorRow {
	_, gone, err := s.choose(scope)
	if err != nil {
		return nil
	}
	return s.gone(gone, scope)
}

// gone returns the errors of the entries with these IDs, as far as the scope has them.
func (s *Snapshot) gone(ids []string, scope Scope) (rows []ErrorRow) {
	if s.Catalog.Incomplete() {
		return nil
	}
	for _, id := range ids {
		e := s.Status.Examples[id]
		if e.Status == hub.StatusError && !e.Updated.Before(scope.Since) {
			rows = append(rows, errorOf(e, nil))
		}
	}
	return rows
}

// errorOf returns the row of the entry's error; ex is nil if the example is gone.
func errorOf(e *status.Entry, ex *hub.Example) ErrorRow {
	d := e.Details()
	r := ErrorRow{
		Type: hub.ErrUnknown, Message: "the failure was not recorded",
		When: e.Updated, ExitCode: d.ExitCode, RunID: e.RunID, Allowed: e.AllowedFailure != nil, Gone: ex == nil,
		Baseline: hub.Standing(sanitize.Line(string(e.Baseline))),
	}
	if ex == nil {
		ex = exampleFrom(e)
	}
	r.Named = nameOf(ex)
	if n := len(d.Errors); n > 0 {
		last := d.Errors[n-1]
		r.Type, r.Message, r.File, r.Line = last.Type, sanitize.Line(last.Message), sanitize.Line(last.File), last.Line
	}
	for i := len(d.History) - 1; i >= 0 && d.History[i].Status == hub.StatusError; i-- {
		r.InARow++
	}
	return r
}

// exampleFrom returns the example of an entry, with what is recorded of its names.
func exampleFrom(e *status.Entry) *hub.Example {
	ex := &hub.Example{ID: e.ID, Group: e.Group, Name: e.Name, Path: e.RelativePath}
	if e.Title != e.Name {
		ex.Title = e.Title
	}
	if folder := path.Dir(e.RelativePath); path.Base(folder) == e.Name {
		ex.PathID = folder
	}
	return ex
}

// NoErrors returns the sentence for a scope without errors, without a full stop.
func NoErrors(scope Scope) string {
	if scope.Narrow() {
		return "No selected example has an error as its last result"
	}
	return "No example's last result is an error"
}

func (r *ErrorRow) index() string {
	if r.Gone {
		return "gone"
	}
	return fmt.Sprint(r.Index)
}

// location returns where the example failed, for people; empty if that is unknown.
func (r *ErrorRow) location() string {
	return text.Location(&hub.Error{File: r.File, Line: r.Line})
}

// line is [ErrorRow.location] where the example is named as well: of its own file only the
// line.
func (r *ErrorRow) line() string {
	if r.Line > 0 && r.File != "" && r.File == r.called {
		return fmt.Sprintf("line %d", r.Line)
	}
	return r.location()
}

// inARow returns the number of failures in a row, if there was more than this one.
func (r *ErrorRow) inARow() render.Cell {
	if r.InARow < 2 {
		return render.Cell{}
	}
	return render.Number(r.InARow)
}

// remarks returns what people should know besides the message, in parentheses after a
// space; empty if nothing.
func (r *ErrorRow) remarks() string {
	text := ""
	switch {
	case r.Gone:
		text = " (no longer in the catalog)"
	case r.Baseline != "":
		text = " (" + string(r.Baseline) + ")"
	case r.Allowed:
		text = " (allowed)"
	}
	if r.Order != "" {
		text += " (order-dependent: " + r.Order + ")"
	}
	return text
}

// ErrorsAnswer returns the answer of errors.
func ErrorsAnswer(rows []ErrorRow, scope Scope) render.Answer {
	return render.Answer{Rows: rows, Page: func(p *render.Page) {
		if len(rows) == 0 {
			p.Printf("%s.\n", NoErrors(scope))
			return
		}
		g := p.Grid(indexColumn(), exampleColumn(), render.Column{Title: "WHEN", Rank: 2}, render.Column{Title: "IN A ROW", Rank: 4, Right: true, Optional: true},
			render.Column{Title: "TYPE", Rank: 1}, render.Column{Title: "WHERE", Rank: 3, Least: 20, Path: true, Optional: true}, render.Column{Title: "MESSAGE", Least: 30})
		g.Reserve(len(rows))
		for i := range rows {
			r := &rows[i]
			g.Row(render.Text(r.index()), render.Text(r.called), render.Text(p.When(r.When.Time)), r.inARow(), render.Type(r.Type), render.Text(r.line()), render.Text(r.Message+r.remarks()))
		}
		g.Print()
	}}
}

// ClearedAnswer returns the answer of errors --clear; with dry, nothing was cleared.
func ClearedAnswer(rows []ErrorRow, scope Scope, dry bool) render.Answer {
	return render.Answer{Rows: rows, Page: func(p *render.Page) {
		switch {
		case len(rows) == 0 && scope.Narrow():
			p.Printf("%s: no errors to clear.\n", NoErrors(scope))
			return
		case len(rows) == 0:
			p.Printf("No errors to clear.\n")
			return
		}
		verb := "Cleared"
		if dry {
			verb = "Would clear"
		}
		for i := range rows {
			p.Printf("%5s  %s\n", rows[i].index(), sanitize.Line(rows[i].called))
		}
		p.Printf("%s the errors of %s.\n", verb, render.Count(len(rows), "example"))
	}}
}

// ClearErrors forgets the errors of the scope, see [status.Lock.ClearErrors], and returns
// them. With dry nothing is written.
func ClearErrors(lock *status.Lock, cat *catalog.Catalog, scope Scope, dry bool) (rows []ErrorRow, notes []status.Note, err error) {
	_, notes, err = lock.ClearErrors(cat.Examples, func(recorded *status.File, orphans []string) (ids []string, err error) {
		rows, err = Errors(&Snapshot{Catalog: cat, Status: recorded, Orphans: orphans}, scope)
		for i := range rows {
			ids = append(ids, rows[i].ID)
		}
		return ids, err
	}, dry)
	return rows, notes, err
}
