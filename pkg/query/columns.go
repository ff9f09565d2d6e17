package query

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxCell bounds the texts of columns before the last, in characters.
const maxCell = 40

// column is a column of a table of examples.
type column struct {
	title string
	cell  func(*ExampleRow) any
}

func index(r *ExampleRow) any   { return r.Index }
func id(r *ExampleRow) any      { return r.ID }
func group(r *ExampleRow) any   { return r.Group }
func name(r *ExampleRow) any    { return r.Name }
func state(r *ExampleRow) any   { return r.Status }
func docName(r *ExampleRow) any { return sanitize.Clip(r.DocName, maxCell) }
func orderColumn(r *ExampleRow) any {
	if r.Order == nil {
		return ""
	}
	return *r.Order
}

// optional are the columns that a table has only if one of its rows has a value.
func optional(title string) bool {
	return slices.Contains([]string{"ORDER", "DOCNAME", "SKIP"}, title)
}

// empty reports whether no row has a value in the column.
func (c column) empty(rows []ExampleRow) bool {
	for i := range rows {
		if c.cell(&rows[i]) != "" {
			return false
		}
	}
	return true
}

// examplesTable writes a table of the rows. The last column may be cut.
func examplesTable(p *render.Page, rows []ExampleRow, columns []column) {
	columns = slices.DeleteFunc(columns, func(c column) bool { return optional(c.title) && c.empty(rows) })
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	g := render.NewGrid(titles...)
	g.Cut = true
	cells := make([]any, len(columns))
	for i := range rows {
		for k, c := range columns {
			cells[k] = c.cell(&rows[i])
		}
		g.Row(cells...)
	}
	p.Table(g)
}

// detailed writes the table of examples with their last results.
func detailed(p *render.Page, rows []ExampleRow) {
	p.Printf("\n")
	if len(rows) == 0 {
		p.Printf("No examples to show.\n")
		return
	}
	ran := func(text func(*ExampleRow) string, never string) func(*ExampleRow) any {
		return func(r *ExampleRow) any {
			if r.LastExecuted == nil {
				return never
			}
			return text(r)
		}
	}
	examplesTable(p, rows, []column{
		{"#", index}, {"ID", id}, {"GROUP", group}, {"NAME", name}, {"STATUS", state},
		{"SECONDS", ran(func(r *ExampleRow) string { return render.Seconds(r.ExecutionTime) }, "-")},
		{"LAST RUN", ran(func(r *ExampleRow) string { return r.LastExecuted.Local().Format(time.DateTime) }, "never")},
		{"ATTEMPTS", func(r *ExampleRow) any { return r.Attempts }},
		{"ORDER", orderColumn}, {"DOCNAME", docName},
		{"TITLE", func(r *ExampleRow) any { return sanitize.Clip(r.Title, maxCell) }},
		{"WHY", func(r *ExampleRow) any {
			if r.ErrorType != "" {
				return fmt.Sprintf("%s: %s", r.ErrorType, r.ErrorMessage)
			}
			if r.Reason == "" && r.Doubtful != "" {
				return "doubtful: " + r.Doubtful
			}
			return r.Reason
		}},
	})
}
