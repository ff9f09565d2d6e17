package html

import (
	"cmp"
	"strings"

	"github.com/seed-00a9b34c/hub/reporters/text"
)

// body writes an example as a table body with its row and its details, so that browsers can
// skip what is not on the screen. Roles are explicit, since the elements are not displayed
// as a table.
func (p *printer) body(row *row, number int, groups, tags map[string]int, longest float64, shown []int) {
	p.raw(`<tbody role="rowgroup" id="e`).int(number).raw(`" class="x `).raw(class(row.Status))
	if row.Failed {
		p.raw(` gates`)
	}
	p.raw(`" data-s="`).text(row.Status)
	for _, m := range row.Marks {
		p.raw(` `).text(m)
	}
	p.raw(`" data-g="`).int(groups[row.Group]).raw(`" data-t="`)
	for k, t := range row.Tags {
		if k > 0 {
			p.raw(` `)
		}
		p.int(tags[t])
	}
	p.raw(`" data-d="`).number(row.Seconds).raw(`">`)
	p.row(row, number, longest)
	p.details(row, shown)
	p.raw("</tbody>\n")
}

// row writes the row of an example.
func (p *printer) row(row *row, number int, longest float64) {
	p.raw(`<tr role="row" class="r"><td role="cell" class="n">`).int(row.Index).raw(`</td><td role="cell" class="st">`)
	p.pill(row.Status, statusWord(row.Status))
	for _, m := range row.Marks {
		p.pill(m, markWord(m))
	}
	p.raw(`</td><th role="rowheader" scope="row" class="ex"><a class="o" href="#e`).int(number).raw(`">`)
	p.text(cmp.Or(row.Names, "(no name)")).raw(`</a>`)
	if row.Title != "" && row.Title != row.Names {
		p.raw(` <span class="ti">`).text(row.Title).raw(`</span>`)
	}
	if row.Why != "" {
		p.raw(` <span class="why">`).text(row.Why).raw(`</span>`)
		p.location(row.Location, row.Link)
	}
	p.raw(`</th><td role="cell" class="g"><span>`).text(row.Group).raw(`</span>`)
	for _, t := range row.Tags {
		p.raw(` <span class="tag">`).text(t).raw(`</span>`)
	}
	p.raw(`</td><td role="cell" class="d">`)
	if len(row.Attempts) > 0 {
		width := 0.0
		if longest > 0 {
			width = max(row.Seconds/longest*100, 1)
		}
		p.raw(`<span>`).text(text.Seconds(row.Seconds)).raw(`</span>`)
		p.raw(`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="`).number(width).raw(`" height="1"/></svg>`)
	} else {
		p.raw(`<span class="dim">–</span>`)
	}
	p.raw(`</td></tr>`)
}

// location writes where an example failed, as a link if there is one.
func (p *printer) location(at, link string) {
	if at == "" {
		return
	}
	p.raw(` <code class="at">`)
	if strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") {
		p.raw(`<a rel="noreferrer noopener" href="`).text(link).raw(`">`).text(at).raw(`</a>`)
	} else {
		p.text(at)
	}
	p.raw(`</code>`)
}

func (p *printer) pill(kind, word string) {
	p.raw(`<span class="p `).raw(class(kind)).raw(`">`).text(word).raw(`</span>`)
}

// details writes the facts and the attempts, shown on demand.
func (p *printer) details(row *row, shown []int) {
	p.raw(`<tr role="row" class="more"><td role="cell" colspan="5">`)
	if len(row.Facts) > 0 {
		p.raw(`<dl class="facts">`)
		for _, f := range row.Facts {
			p.raw(`<div><dt>`).text(f.Term).raw(`</dt> <dd>`).text(f.Text).raw(`</dd></div>`)
		}
		p.raw("</dl>\n")
	}
	for k := range row.Attempts {
		a := &row.Attempts[k]
		p.raw(`<h3>Attempt `).int(a.Number).raw(`</h3><p class="how">`).text(text.Seconds(a.Seconds))
		if a.Build > 0 {
			p.raw(` (and `).text(text.Seconds(a.Build)).raw(` to build)`)
		}
		p.raw(`, started at `).text(text.Seconds(a.Start))
		if a.Worker > 0 {
			p.raw(` on worker `).int(a.Worker)
		}
		p.raw(`, `).text(a.End)
		if a.Why != "" {
			p.raw(`: <span class="why">`).text(a.Why).raw(`</span>`)
		}
		p.raw("</p>")
		p.diff(row, a)
		p.output(row, a, shown[k])
	}
	p.raw(`</td></tr>`)
}
