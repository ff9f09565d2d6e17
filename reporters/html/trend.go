package html

import (
	"strconv"
	"strings"
)

// trend shows the remembered runs beside this one: what became of the
// examples, and how long it took.
func (p *printer) trend(runs []Run) {
	if len(runs) < 2 {
		return
	}
	most, longest := 1, 0.0
	for _, r := range runs {
		most, longest = max(most, r.Total), max(longest, r.Seconds)
	}
	p.raw("<section aria-labelledby=\"trend\">\n<h2 id=\"trend\">Trend</h2>\n<p>")
	p.text(change(runs[len(runs)-2], runs[len(runs)-1]))
	p.raw("</p>\n<div class=\"trend\" aria-hidden=\"true\">\n")
	p.raw("<p class=\"dim\">Examples by status</p>")
	p.columns(runs, func(i int) {
		r := &runs[i]
		from := 100.0
		for _, part := range []struct {
			kind markup
			n    int
		}{{"error", r.Errors}, {"completed", r.Completed}, {"skipped", r.Skipped}, {"interrupted", r.Other}} {
			if part.n <= 0 {
				continue
			}
			// One failure of thousands is seen as well.
			height := max(float64(part.n)/float64(most)*98, 2)
			from -= height
			p.column(`t `+part.kind, i, from, height)
		}
	})
	p.raw("<p class=\"dim\">Duration, at most ")
	p.text(Duration(longest))
	p.raw("</p>")
	p.columns(runs, func(i int) {
		if longest > 0 {
			height := max(runs[i].Seconds/longest*98, 1)
			p.column("t", i, 100-height, height)
		}
	})
	p.raw("</div>\n<details><summary>The runs as a table</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"The runs\"><table class=\"runs\">\n",
		`<thead><tr><th scope="col">Run</th><th scope="col">Started</th><th scope="col">Verdict</th><th scope="col">Examples</th><th scope="col">Completed</th>`,
		"<th scope=\"col\">Errors</th><th scope=\"col\">Skipped</th><th scope=\"col\">Other</th><th scope=\"col\">Duration</th></tr></thead>\n<tbody>\n")
	for i := len(runs) - 1; i >= 0; i-- {
		r := &runs[i]
		p.raw(`<tr><th scope="row">`)
		p.text(r.ID)
		p.raw(`</th><td>`)
		p.time(r.Started)
		p.raw(`</td><td>`)
		p.text(strings.ToLower(verdictWord(r.Verdict)))
		for _, n := range []int{r.Total, r.Completed, r.Errors, r.Skipped, r.Other} {
			p.raw(`</td><td>`)
			p.int(n)
		}
		p.raw(`</td><td>`)
		p.text(Duration(r.Seconds))
		p.raw("</td></tr>\n")
	}
	p.raw("</tbody></table></div>\n</details>\n</section>\n")
}

// columns writes a chart with a column for each run.
func (p *printer) columns(runs []Run, column func(i int)) {
	p.raw(`<svg class="cols" preserveAspectRatio="none" viewBox="0 0 `)
	p.int(10 * max(len(runs), 10))
	p.raw(` 100">`)
	for i := range runs {
		p.raw(`<g>`)
		column(i)
		p.raw(`<title>`)
		p.text(runs[i].Started.UTC().Format("2006-01-02 15:04") + ": ")
		p.int(runs[i].Completed)
		p.raw(` completed, `)
		p.int(runs[i].Errors)
		p.raw(` errors, `)
		p.text(Duration(runs[i].Seconds))
		p.raw(`</title></g>`)
	}
	p.raw("</svg>\n")
}

func (p *printer) column(kind markup, i int, y, height float64) {
	p.raw(`<rect class="`, kind, `" x="`)
	p.int(10*i + 1)
	p.raw(`" width="8" y="`)
	p.number(max(y, 0))
	p.raw(`" height="`)
	p.number(height)
	p.raw(`"/>`)
}

// change says in words what became of the numbers since the run before.
func change(before, now Run) string {
	var parts []string
	for _, n := range []struct {
		was, is     int
		one, others string
	}{
		{before.Completed, now.Completed, "completed", "completed"},
		{before.Errors, now.Errors, "error", "errors"},
		{before.Skipped, now.Skipped, "skipped", "skipped"},
	} {
		d, word := n.is-n.was, "more "
		if d < 0 {
			d, word = -d, "fewer "
		}
		if d == 1 {
			parts = append(parts, "1 "+word+n.one)
		} else if d > 0 {
			parts = append(parts, strconv.Itoa(d)+" "+word+n.others)
		}
	}
	if len(parts) == 0 {
		return "The same numbers as in the run before."
	}
	return "Since the run before: " + strings.Join(parts, ", ") + "."
}
