package html

import (
	"cmp"
	"strings"
)

// example writes an example: its row, which the details follow on demand. Closed rows have
// one of two heights, which the style knows, so that browsers can skip the rows outside
// the screen and still know where each one is.
func (p *printer) example(v *view, i int, g *group) {
	row := &v.Rows[i]
	why := row.Why
	if g.cause && why == g.Title {
		why = "" // the part says it
	}
	p.raw(`<details class="x `).raw(class(sectionOf(row)))
	if row.Failed {
		p.raw(` gates`)
	}
	if why != "" {
		p.raw(` two`)
	}
	p.raw(`" id="`).text(anchor(row.ID)).raw(`" data-i="`).int(i).raw(`" data-s="`).text(row.Kind)
	for _, m := range row.Marks {
		if m != row.Kind {
			p.raw(` `).text(m)
		}
	}
	p.raw(`" data-g="`).int(v.groups[row.Group])
	if len(row.Tags) > 0 {
		p.raw(`" data-t="`)
		for k, t := range row.Tags {
			if k > 0 {
				p.raw(` `)
			}
			p.int(v.tags[t])
		}
	}
	p.raw(`" data-d="`).number(row.Seconds).raw(`">`)
	p.summary(row, why, g)
	p.details(row, v.shown[i])
	p.raw("</details>\n")
}

// summary writes the row of an example.
func (p *printer) summary(row *row, why string, g *group) {
	p.raw(`<summary><span class="s">`).text(row.Sign).raw(` `).text(row.Word).raw(`</span><span class="nm"><b>`)
	p.text(cmp.Or(row.Names, "(no name)")).raw(`</b>`)
	if row.Title != "" && row.Title != row.Names {
		p.raw(` <span class="ti">`).text(row.Title).raw(`</span>`)
	}
	p.raw(`</span>`)
	if marks := shownMarks(row); len(marks) > 0 {
		p.raw(`<span class="mk">`)
		for _, m := range marks {
			p.pill(m, markWord(m))
		}
		p.raw(`</span>`)
	}
	p.raw(`<span class="d">`)
	if len(row.Attempts) > 0 {
		p.text(took(row.Seconds))
	} else {
		p.raw(`–`)
	}
	p.raw(`</span>`)
	if why != "" {
		p.raw(`<span class="why">`).text(why)
		if row.Location != "" && !(g.cause && row.Location == g.Location) {
			p.raw(` <code>`).text(row.Location).raw(`</code>`)
		}
		p.raw(`</span>`)
	}
	p.raw(`</summary>`)
}

// shownMarks returns the marks of a row that its outcome does not say.
func shownMarks(row *row) []string {
	var out []string
	for _, m := range row.Marks {
		if m != row.Kind && m != passed {
			out = append(out, m)
		}
	}
	return out
}

// location writes where an example failed, as a link if there is one.
func (p *printer) location(at, link string) {
	if at != "" {
		p.raw(` <code class="at">`).linked(at, link).raw(`</code>`)
	}
}

// linked writes a text, as a link if the address is an http or https URL.
func (p *printer) linked(s, link string) *printer {
	if strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") {
		return p.raw(`<a rel="noreferrer noopener" href="`).text(link).raw(`">`).text(s).raw(`</a>`)
	}
	return p.text(s)
}

func (p *printer) pill(kind, word string) {
	p.raw(`<i class="p `).raw(class(kind)).raw(`">`).text(word).raw(`</i>`)
}
