package html

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/reporters/text"
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
	p.raw(`" data-d="`).number(row.Seconds * 1000).raw(`">`)
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
	if marks := shownMarks(row); len(marks)+len(row.Past) > 0 {
		p.raw(`<span class="mk">`)
		for _, m := range marks {
			p.pill(m, markWord(m))
		}
		p.past(row)
		p.raw(`</span>`)
	}
	p.raw(`<span class="d">`)
	if len(row.Attempts) > 0 {
		p.text(text.Seconds(row.Seconds))
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

// shownMarks returns the marks of a row that its outcome does not imply.
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

// linked writes a text; as a link if the address is an http or https URL.
func (p *printer) linked(s, link string) *printer {
	if strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") {
		return p.raw(`<a rel="noreferrer noopener" href="`).text(link).raw(`">`).text(s).raw(`</a>`)
	}
	return p.text(s)
}

func (p *printer) pill(kind, word string) {
	p.raw(`<i class="p `).raw(class(kind)).raw(`">`).text(word).raw(`</i>`)
}

// shownPast bounds the results of a sparkline.
const shownPast = 20

// past writes the outcomes before this run and of this run, as bars of one line: a path
// for each kind, whose dashes are the results.
func (p *printer) past(row *row) {
	if len(row.Past) == 0 {
		return
	}
	all := append(slices.Clone(row.Past[max(0, len(row.Past)-shownPast+1):]), row.Kind)
	const step = 5 // a dash of 4, a gap of 1
	p.raw(`<svg class="past" width="`).int(len(all) * step).raw(`" height="12" aria-hidden="true">`)
	for _, kind := range []markup{passed, flaky, failed, interrupted} {
		begun := false
		for i := 0; i < len(all); i++ {
			if all[i] != string(kind) {
				continue
			}
			n := 1
			for i+n < len(all) && all[i+n] == all[i] {
				n++
			}
			if !begun {
				p.raw(`<path class="`).raw(kind).raw(`" d="`)
				begun = true
			}
			p.raw(`M`).int(i * step).raw(` 6h`).int(n * step)
			i += n - 1
		}
		if begun {
			p.raw(`"/>`)
		}
	}
	p.raw(`</svg>`)
}
