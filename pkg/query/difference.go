package query

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/difference"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// DifferenceAnswer returns the answer of diff.
func DifferenceAnswer(d *difference.Difference) render.Answer {
	return render.Answer{JSON: d, Page: func(p *render.Page) {
		if len(d.Changes) > 0 {
			g := render.NewGrid("CHANGE", "EXAMPLE", "BEFORE", "AFTER")
			g.Cut = true
			for i := range d.Changes {
				c := &d.Changes[i]
				g.Row(string(c.Kind), c.Called(), c.Before.Words(c.Kind), c.After.Words(c.Kind))
			}
			p.Table(g)
		}
		for _, text := range d.Remarks() {
			p.Printf("%s\n", sanitize.Line(text))
		}
		p.Printf("%s\n", sanitize.Line(fmt.Sprintf("%s → %s: %s", d.Before.Title(), d.After.Title(), d.Summary())))
	}}
}
