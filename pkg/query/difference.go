package query

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/difference"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// DifferenceAnswer returns the answer of diff.
func DifferenceAnswer(d *difference.Difference) render.Answer {
	return render.Answer{JSON: d, Page: func(p *render.Page) {
		if len(d.Changes) > 0 {
			g := p.Grid(render.Column{Title: "CHANGE"}, exampleColumn(), render.Column{Title: "BEFORE", Rank: 1, Least: 8}, render.Column{Title: "AFTER", Least: 12})
			for i := range d.Changes {
				c := &d.Changes[i]
				g.Row(render.Text(c.Kind.Words()), render.Text(c.Called()), render.Text(c.Before.Words(c.Kind)), render.Text(c.After.Words(c.Kind)))
			}
			g.Print()
		}
		for _, text := range d.Remarks() {
			p.Prose("", text)
		}
		arrow := "→"
		if p.ASCII() {
			arrow = "->"
		}
		p.Prose("", fmt.Sprintf("%s %s %s: %s", d.Before.Title(), arrow, d.After.Title(), d.Summary()))
	}}
}
