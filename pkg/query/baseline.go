package query

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// BaselineRow is one entry of the baseline, or a failure that it does not list.
type BaselineRow struct {
	ID      string         `json:"id" doc:"ID of the example"`
	State   baseline.State `json:"state" doc:"what the newest result says: known, changed (it fails differently), fixed, gone (no such example), no result, new (it fails, without an entry), unlistable (it fails, in a way that no baseline covers)"`
	Type    hub.ErrorType  `json:"type" doc:"type of the known failure"`
	Message string         `json:"message" doc:"its normalized message"`
	Until   hub.Date       `json:"until,omitempty" doc:"last day on which it is known; empty: always"`
	Expired bool           `json:"expired,omitempty" doc:"that day has passed"`
	Reason  string         `json:"reason,omitempty" doc:"why it is not fixed yet"`
	Owner   string         `json:"owner,omitempty" doc:"who is responsible for it"`
	Now     string         `json:"now,omitempty" doc:"type and normalized message of the newest failure, if that is another one"`

	called string // the names on pages
}

// Baseline returns the rows of a comparison.
func Baseline(rows []baseline.Row, now time.Time) []BaselineRow {
	out := make([]BaselineRow, 0, len(rows))
	for _, row := range rows {
		f := row.Old
		if f == nil {
			f = row.New
		}
		r := BaselineRow{
			ID: f.ID, State: row.State, Type: f.Type, Message: sanitize.Line(f.Message), Until: f.Until, Expired: row.Old != nil && f.Until.Passed(now),
			Reason: sanitize.Line(f.Reason), Owner: sanitize.Line(f.Owner),
		}
		r.called = f.ID
		if row.Example != nil {
			r.called = row.Example.Called()
		}
		if row.Old != nil && row.New != nil && row.State != baseline.Known {
			r.Now = fmt.Sprintf("%s: %s", row.New.Type, sanitize.Line(row.New.Message))
		}
		out = append(out, r)
	}
	return out
}

// BaselineAnswer returns the answer of baseline show: the entries of the file called
// name.
func BaselineAnswer(rows []BaselineRow, name string, exists bool) render.Answer {
	return render.Answer{Rows: rows, Page: func(p *render.Page) {
		if !exists {
			p.Printf("There is no %s: no failure is known. 'hub baseline update' writes it.\n", sanitize.Line(name))
			return
		}
		if len(rows) > 0 {
			g := p.Grid(render.Column{Title: "STATE"}, exampleColumn(),
				render.Column{Title: "UNTIL", Rank: 2, Optional: true}, render.Column{Title: "OWNER", Rank: 3, Least: 8, Optional: true},
				render.Column{Title: "TYPE", Rank: 1}, render.Column{Title: "MESSAGE", Least: 20})
			for i := range rows {
				r := &rows[i]
				message := r.Message
				if r.Reason != "" {
					message += " (" + r.Reason + ")"
				}
				if r.Now != "" {
					message += "; now " + r.Now
				}
				g.Row(render.Text(r.state()), render.Text(r.called), render.Text(string(r.Until)), render.Text(r.Owner), render.Type(r.Type), render.Text(message))
			}
			g.Print()
		}
		p.Printf("%s lists %s%s.\n", sanitize.Line(name), render.Count(len(rows), "known failure"), tally(rows, baseline.Changed, baseline.Fixed, baseline.Gone, baseline.Unproven))
	}}
}

func (r *BaselineRow) state() string {
	if r.Expired {
		return string(r.State) + ", expired"
	}
	return string(r.State)
}

// tally counts the rows in some states: ", of which 2 fixed, 1 gone"; empty if none is.
func tally(rows []BaselineRow, states ...baseline.State) string {
	var parts []string
	for _, s := range states {
		n := 0
		for i := range rows {
			if rows[i].State == s {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ", of which " + strings.Join(parts, ", ")
}

// Updated says what baseline update did.
type Updated struct {
	// Name is the file, Failures the number of failures in it now.
	Name     string
	Failures int
	// Written: it was, or would be with Dry. OnlyFixed: nothing was added.
	Written, Dry, OnlyFixed bool
	// Nothing: no result of any example is recorded.
	Nothing bool
}

// BaselineUpdateAnswer returns the answer of baseline update; rows are those of the
// comparison with the file before.
func BaselineUpdateAnswer(rows []BaselineRow, u Updated) render.Answer {
	var changes []BaselineRow
	for _, r := range rows {
		switch r.State {
		case baseline.Fixed, baseline.Gone:
			changes = append(changes, r)
		case baseline.New, baseline.Changed:
			if !u.OnlyFixed {
				changes = append(changes, r)
			}
		}
	}
	if changes == nil {
		changes = []BaselineRow{}
	}
	return render.Answer{Rows: changes, Page: func(p *render.Page) {
		for i := range changes {
			r := &changes[i]
			sign, text := "+", fmt.Sprintf("%s: %s", r.Type, r.Message)
			switch r.State {
			case baseline.Changed:
				sign, text = "~", r.Now
			case baseline.Fixed, baseline.Gone:
				sign, text = "-", string(r.State)
			}
			p.Printf("%s %s  %s\n", sign, sanitize.Line(r.called), text)
		}
		u.print(p, rows)
	}}
}

// print prints the summary.
func (u *Updated) print(p *render.Page, rows []BaselineRow) {
	count := map[baseline.State]int{}
	for i := range rows {
		count[rows[i].State]++
		if rows[i].Expired && rows[i].State != baseline.Fixed && rows[i].State != baseline.Gone {
			p.Printf("! %s  is known until %s, which is over: it fails the run; change until to allow it again\n", sanitize.Line(rows[i].called), rows[i].Until)
		}
	}
	for i := range rows {
		if rows[i].State == baseline.Unlistable {
			p.Printf("! %s  %s: %s\n", sanitize.Line(rows[i].called), rows[i].unlistable(), sanitize.Clip(rows[i].Message, maxUnlistable))
		}
	}
	if n := count[baseline.Unlistable]; n > 0 {
		p.Printf("Left out (%d): a baseline cannot cover examples that cannot be run or judged.\n"+
			"Fix or skip them: with needs: {commands: [NAME]} where a program is missing or too old, else with skip.\n", n)
	}
	name := sanitize.Line(u.Name)
	added, changed := count[baseline.New], count[baseline.Changed]
	if u.OnlyFixed {
		added, changed = 0, 0
	}
	verb := "Wrote"
	if u.Dry {
		verb = "Would write"
	}
	switch {
	case u.Written:
		p.Printf("%s %s: %s (%d added, %d changed, %d fixed, %d gone).\n", verb, name, render.Count(u.Failures, "known failure"),
			added, changed, count[baseline.Fixed], count[baseline.Gone])
	case u.Nothing:
		p.Printf("No results are recorded, so nothing was written: run 'hub all' first.\n")
	case u.Failures == 0:
		p.Printf("No failures to write: %s is not needed.\n", name)
	default:
		p.Printf("%s is up to date: %s.\n", name, render.Count(u.Failures, "known failure"))
	}
}

// maxUnlistable bounds the message of a failure that cannot be listed, in characters;
// hub show prints all of it.
const maxUnlistable = 120

// unlistable returns the type of the failure that cannot be listed.
func (r *BaselineRow) unlistable() string {
	if r.Now != "" {
		kind, _, _ := strings.Cut(r.Now, ":")
		return kind
	}
	return string(r.Type)
}
