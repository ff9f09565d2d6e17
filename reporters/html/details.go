package html

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// details writes the part of an example that is shown on demand: why it failed, how to run
// it again, the attempts, and facts.
func (p *printer) details(row *row, shown []int) {
	p.raw(`<div class="m">`)
	if row.Why != "" {
		p.raw(`<p class="err"><span class="why">`).text(row.Why).raw(`</span>`)
		p.location(row.Location, row.Link)
		p.raw("</p>")
	}
	if row.Rerun != "" {
		p.raw(`<p class="run"><code>`).text(row.Rerun).raw(`</code></p>`)
	}
	for k := range row.Attempts {
		p.attempt(row, k, shown[k])
	}
	p.facts(row.Facts)
	p.raw(`</div>`)
}

func (p *printer) facts(facts []fact) {
	if len(facts) == 0 {
		return
	}
	p.raw(`<dl class="facts">`)
	for _, f := range facts {
		p.raw(`<dt>`).text(f.Term).raw(`</dt> <dd>`).linked(f.Text, f.Link).raw(`</dd>`)
	}
	p.raw("</dl>\n")
}

// attempt writes an attempt. If there are several, only the last one is expanded.
func (p *printer) attempt(row *row, k, shown int) {
	a := &row.Attempts[k]
	several := len(row.Attempts) > 1
	if several {
		p.raw(`<details class="try"`)
		if k == len(row.Attempts)-1 {
			p.raw(` open`)
		}
		p.raw(`><summary>Attempt `).int(a.Number).raw(` <span class="s `).raw(class(a.Kind)).raw(`">`).text(a.Kind).raw(`</span></summary>`)
	}
	p.raw(`<p class="how">`).text(a.End).raw(`, `).text(text.Seconds(a.Seconds))
	if a.Build > 0 {
		p.raw(` (and `).text(text.Seconds(a.Build)).raw(` to build)`)
	}
	p.raw(`, started at `).text(text.Seconds(a.Start))
	if a.Worker > 0 {
		p.raw(` on worker `).int(a.Worker)
	}
	if a.Why != "" && a.Why != row.Why {
		p.raw(`: <span class="why">`).text(a.Why).raw(`</span>`)
	}
	p.raw("</p>")
	p.source(row, a)
	p.diff(row, a)
	p.output(row, a, shown)
	if several {
		p.raw(`</details>`)
	}
}

// diff writes the difference from the expected output, with missing and additional lines in
// different colours.
func (p *printer) diff(row *row, a *attempt) {
	if a.Diff == "" {
		return
	}
	p.raw(`<h4>Difference</h4>`)
	p.pre("Difference", row, a)
	for line := range strings.Lines(ansi.Strip(a.Diff)) {
		kind := markup("")
		switch {
		case strings.HasPrefix(line, "@@"), strings.HasPrefix(line, "\\"), strings.HasPrefix(line, "…"):
			kind = "hunk"
		case strings.HasPrefix(line, "+"):
			kind = "ins"
		case strings.HasPrefix(line, "-"):
			kind = "del"
		}
		if kind == "" {
			p.lines(line)
			continue
		}
		body := strings.TrimSuffix(line, "\n")
		p.raw(`<span class="`).raw(kind).raw(`">`).lines(body).raw(`</span>`)
		if body != line {
			p.raw("\n")
		}
	}
	p.raw("</pre>")
}

// source writes the source around the line of an error, with numbers.
func (p *printer) source(row *row, a *attempt) {
	if a.Source == "" {
		return
	}
	p.raw(`<h4>Source</h4>`)
	p.pre("Source", row, a)
	number := a.Line
	for line := range strings.Lines(a.Source) {
		p.raw(`<span class="`)
		if number == a.Hit {
			p.raw(`hit `)
		}
		p.raw(`ln">`).int(number).raw(`</span> `).lines(ansi.Strip(strings.TrimSuffix(line, "\n"))).raw("\n")
		number++
	}
	p.raw("</pre>")
}
