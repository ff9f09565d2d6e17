package query

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxCell bounds the texts of columns before the last, in characters.
const maxCell = 40

// indexColumn and exampleColumn identify examples in all tables; no table leaves them out.
func indexColumn() render.Column   { return render.Column{Title: "#", Right: true} }
func exampleColumn() render.Column { return render.Column{Title: "EXAMPLE", Least: 20, Path: true} }

// column is a column of a table of examples.
type column struct {
	render.Column
	cell func(*ExampleRow) render.Cell
}

// textColumn returns a column of texts.
func textColumn(c render.Column, of func(*ExampleRow) string) column {
	return column{c, func(r *ExampleRow) render.Cell { return render.Text(of(r)) }}
}

// named are the first columns of a table of examples.
func named(p *render.Page) []column {
	return []column{
		{indexColumn(), func(r *ExampleRow) render.Cell { return render.Number(r.Index) }},
		textColumn(render.Column{Title: "ID", Least: 20, Path: true}, func(r *ExampleRow) string { return r.ID }),
		textColumn(render.Column{Title: "GROUP", Rank: 5, Least: 12}, func(r *ExampleRow) string { return r.Group }),
		textColumn(render.Column{Title: "NAME", Rank: 6, Least: 12}, func(r *ExampleRow) string { return r.Name }),
		{render.Column{Title: "STATUS"}, func(r *ExampleRow) render.Cell { return p.Outcome(r.outcome()) }},
	}
}

// documented are the columns for optional metadata.
func documented() []column {
	return []column{
		textColumn(render.Column{Title: "ORDER", Rank: 8, Right: true, Optional: true}, func(r *ExampleRow) string {
			if r.Order == nil {
				return ""
			}
			return fmt.Sprint(*r.Order)
		}),
		textColumn(render.Column{Title: "DOCNAME", Rank: 9, Optional: true}, func(r *ExampleRow) string { return sanitize.Clip(r.DocName, maxCell) }),
	}
}

// outcome returns the outcome of the example for people.
func (r *ExampleRow) outcome() outcome.Outcome {
	res := hub.Result{Status: r.Status, Flaky: r.Flaky, Doubtful: r.Doubtful, Leaked: r.Leaked}
	if r.Allowed {
		res.AllowedFailure = &hub.AllowFailure{}
	}
	return outcome.Of(&res)
}

// examplesTable writes a table of the rows.
func examplesTable(p *render.Page, rows []ExampleRow, columns []column) {
	list := make([]render.Column, len(columns))
	for i, c := range columns {
		list[i] = c.Column
	}
	g := p.Grid(list...)
	g.Reserve(len(rows))
	cells := make([]render.Cell, len(columns))
	for i := range rows {
		for k, c := range columns {
			cells[k] = c.cell(&rows[i])
		}
		g.Row(cells...)
	}
	g.Print()
}

// detailed writes the table of examples with their last results.
func detailed(p *render.Page, rows []ExampleRow) {
	p.Printf("\n")
	if len(rows) == 0 {
		p.Printf("No examples to show.\n")
		return
	}
	columns := append(named(p),
		textColumn(render.Column{Title: "TIME", Rank: 2, Right: true}, func(r *ExampleRow) string {
			if r.LastExecuted == nil {
				return ""
			}
			return text.Seconds(r.ExecutionTime)
		}),
		textColumn(render.Column{Title: "LAST RUN", Rank: 3}, func(r *ExampleRow) string {
			if r.LastExecuted == nil {
				return "never"
			}
			return p.When(*r.LastExecuted)
		}),
		column{render.Column{Title: "ATTEMPTS", Rank: 7, Right: true}, func(r *ExampleRow) render.Cell { return render.Number(r.Attempts) }},
	)
	columns = append(append(columns, documented()...),
		textColumn(render.Column{Title: "TITLE", Rank: 4, Least: 12, Optional: true}, func(r *ExampleRow) string { return sanitize.Clip(r.Title, maxCell) }),
		textColumn(render.Column{Title: "WHY", Rank: 1, Least: 20, Optional: true}, (*ExampleRow).why),
	)
	examplesTable(p, rows, columns)
}

// why says why the example is not an ordinary pass.
func (r *ExampleRow) why() string {
	switch {
	case r.ErrorType != "":
		return fmt.Sprintf("%s: %s", r.ErrorType, r.ErrorMessage)
	case r.Reason == "" && r.Doubtful != "":
		return "doubtful: " + r.Doubtful
	}
	return r.Reason
}
