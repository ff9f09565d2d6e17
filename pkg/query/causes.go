package query

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// CauseRow is what the errors of one or several examples have in common.
type CauseRow struct {
	Count    int           `json:"count" doc:"number of examples"`
	Type     hub.ErrorType `json:"type" doc:"type of their errors"`
	Message  string        `json:"message" doc:"normalized message, one line: temporary paths, ports, dates and the like are replaced by names in brackets"`
	File     string        `json:"file,omitempty" doc:"file in which all of them failed, from the project's root; empty if they failed in different files, or if it is unknown"`
	Line     int           `json:"line,omitempty" doc:"line in that file, from 1; 0 when unknown"`
	Examples []string      `json:"examples" doc:"their IDs, in catalog order; separated by spaces in csv"`
}

// Causes returns the causes of the errors that [Errors] returns, those of most examples
// first, and the errors of each.
func Causes(s *Snapshot, scope Scope) ([]CauseRow, [][]ErrorRow, error) {
	rows, err := Errors(s, scope)
	plan := make([]hub.Example, len(rows))
	results := make([]hub.Result, len(rows))
	for i := range rows {
		r := &rows[i]
		plan[i] = hub.Example{ID: r.ID, Path: r.Path}
		if !r.Gone && r.Index <= len(s.Catalog.Examples) {
			plan[i] = s.Catalog.Examples[r.Index-1]
		}
		results[i].Error = &hub.Error{Type: r.Type, Message: r.Message, File: r.File, Line: r.Line}
	}
	groups := cause.Groups(plan, results, func(r *hub.Result) *hub.Error { return r.Error })
	causes := make([]CauseRow, 0, len(groups))
	members := make([][]ErrorRow, len(groups))
	for k := range groups {
		g := &groups[k]
		causes = append(causes, CauseRow{
			Count: len(g.Members), Type: g.Type, Message: sanitize.Line(g.Message), File: g.File, Line: g.Line, Examples: g.Examples,
		})
		for _, i := range g.Members {
			members[k] = append(members[k], rows[i])
		}
	}
	return causes, members, err
}

// maxMembers bounds the examples of a cause on a page.
const maxMembers = 20

// CausesAnswer returns the answer of errors --by=cause.
func CausesAnswer(causes []CauseRow, members [][]ErrorRow, scope Scope) render.Answer {
	return render.Answer{Rows: causes, Page: func(p *render.Page) {
		if len(causes) == 0 {
			p.Printf("%s.\n", NoErrors(scope))
			return
		}
		for k := range causes {
			if k > 0 {
				p.Printf("\n")
			}
			causes[k].write(p, members[k])
		}
	}}
}

// write writes a cause and its first examples.
func (c *CauseRow) write(p *render.Page, members []ErrorRow) {
	message := members[0].Message
	for i := range members {
		if members[i].Message != message {
			message = c.Message
		}
	}
	heading := fmt.Sprintf("%s: %s: %s", render.Count(c.Count, "example"), c.Type, message)
	if c.File != "" {
		heading += "  (" + (&ErrorRow{File: c.File, Line: c.Line}).location() + ")"
	}
	p.Printf("%s\n", sanitize.Line(heading))
	for i := range members[:min(len(members), maxMembers)] {
		r := &members[i]
		line := r.called
		switch {
		case c.File != "" || r.File == "":
		case r.File == line: // a file that is its own name
			line = r.location()
		default:
			line += "  " + r.location()
		}
		if text := r.remarks(); text != "" {
			line += " " + text
		}
		p.Printf("%5s  %s\n", r.index(), sanitize.Line(line))
	}
	if more := len(members) - maxMembers; more > 0 {
		p.Printf("       %s and %d more\n", p.Dots(), more)
	}
}
