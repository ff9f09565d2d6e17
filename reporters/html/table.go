package html

import (
	"cmp"
	"slices"
	"strconv"
)

// table writes the examples. Each has a body of its own in the table, of the
// row and of its details, so that browsers can leave out what is not on the
// screen: the roles are written out because the display of the elements is not
// that of tables.
func (p *printer) table(page *Page) {
	groups := numbered(page.Rows, func(r *Row) []string { return []string{r.Group} }, false)
	tags := numbered(page.Rows, func(r *Row) []string { return r.Tags }, true)
	p.raw("<section aria-labelledby=\"examples\">\n<h2 id=\"examples\" tabindex=\"-1\">Examples</h2>\n")
	if len(page.Rows) == 0 {
		p.raw("<p>There are none.</p>\n</section>\n")
		return
	}
	p.filters(page, groups, tags)
	p.raw("<table role=\"table\" aria-labelledby=\"examples\">\n<thead role=\"rowgroup\"><tr role=\"row\">",
		`<th role="columnheader" scope="col" class="n">#</th><th role="columnheader" scope="col" class="st">Status</th>`,
		`<th role="columnheader" scope="col" class="ex">Example</th><th role="columnheader" scope="col" class="g">Group</th>`,
		"<th role=\"columnheader\" scope=\"col\" class=\"d\">Duration</th></tr></thead>\n")
	longest := 0.0
	for i := range page.Rows {
		longest = max(longest, page.Rows[i].Seconds)
	}
	shown := outputs(page.Rows)
	for i := range page.Rows {
		row := &page.Rows[i]
		p.raw(`<tbody role="rowgroup" id="e`)
		p.int(i + 1)
		p.raw(`" class="x `, class(row.Status))
		if row.Failed {
			p.raw(` gates`)
		}
		p.raw(`" data-s="`)
		p.text(row.Status)
		for _, m := range row.Marks {
			p.raw(` `)
			p.text(m)
		}
		p.raw(`" data-g="`)
		p.int(groups.at[row.Group])
		p.raw(`" data-t="`)
		for k, t := range row.Tags {
			if k > 0 {
				p.raw(` `)
			}
			p.int(tags.at[t])
		}
		p.raw(`" data-d="`)
		p.number(row.Seconds)
		p.raw(`">`)
		p.row(row, i, longest)
		p.details(row, shown[i])
		p.raw("</tbody>\n")
	}
	p.raw("</table>\n</section>\n")
}

// row is what is seen of an example at a glance.
func (p *printer) row(row *Row, i int, longest float64) {
	p.raw(`<tr role="row" class="r"><td role="cell" class="n">`)
	p.int(row.Index)
	p.raw(`</td><td role="cell" class="st">`)
	p.pill(row.Status, statusWord(row.Status))
	for _, m := range row.Marks {
		p.pill(m, markWord(m))
	}
	p.raw(`</td><th role="rowheader" scope="row" class="ex"><a class="o" href="#e`)
	p.int(i + 1)
	p.raw(`">`)
	p.text(cmp.Or(row.ID, "(no ID)"))
	p.raw(`</a>`)
	if row.Title != "" && row.Title != row.ID {
		p.raw(` <span class="ti">`)
		p.text(row.Title)
		p.raw(`</span>`)
	}
	if row.Why != "" {
		p.raw(` <span class="why">`)
		p.text(row.Why)
		p.raw(`</span>`)
		p.place(row)
	}
	p.raw(`</th><td role="cell" class="g"><span>`)
	p.text(row.Group)
	p.raw(`</span>`)
	for _, t := range row.Tags {
		p.raw(` <span class="tag">`)
		p.text(t)
		p.raw(`</span>`)
	}
	p.raw(`</td><td role="cell" class="d">`)
	if len(row.Attempts) > 0 {
		p.raw(`<span>`)
		p.text(Duration(row.Seconds))
		p.raw(`</span>`)
		width := 0.0
		if longest > 0 {
			width = max(row.Seconds/longest*100, 1)
		}
		p.raw(`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="`)
		p.number(width)
		p.raw(`" height="1"/></svg>`)
	} else {
		p.raw(`<span class="dim">–</span>`)
	}
	p.raw(`</td></tr>`)
}

func (p *printer) pill(kind, word string) {
	p.raw(`<span class="p `, class(kind), `">`)
	p.text(word)
	p.raw(`</span>`)
}

func statusWord(status string) string {
	if status == "pending" {
		return "not run"
	}
	return status
}

func markWord(mark string) string {
	if mark == "new" {
		return "newly failing"
	}
	return mark
}

// details are the facts and the attempts, shown on demand.
func (p *printer) details(row *Row, shown []int) {
	p.raw(`<tr role="row" class="more"><td role="cell" colspan="5">`)
	p.facts(row.Facts, "facts")
	for k := range row.Attempts {
		a := &row.Attempts[k]
		p.raw(`<h3>Attempt `)
		p.int(a.Number)
		p.raw(`</h3><p class="how">`)
		p.text(Duration(a.Seconds))
		if a.Build > 0 {
			p.raw(` and `)
			p.text(Duration(a.Build))
			p.raw(` to build`)
		}
		p.raw(`, from `)
		p.text(Duration(a.Start))
		if a.Worker > 0 {
			p.raw(` on worker `)
			p.int(a.Worker)
		}
		p.raw(`, `)
		p.text(a.End)
		if a.Why != "" {
			p.raw(`: <span class="why">`)
			p.text(a.Why)
			p.raw(`</span>`)
		}
		p.raw("</p>")
		p.diff(row, a)
		p.output(row, a, shown[k])
	}
	p.raw(`</td></tr>`)
}

// filters writes the form by which the script filters and orders. Without the
// script the counts of it are what is seen.
func (p *printer) filters(page *Page, groups, tags names) {
	p.raw("<form id=\"filters\" autocomplete=\"off\">\n<fieldset class=\"chips\"><legend>Status</legend>")
	for _, c := range page.Counts {
		mark := markup("")
		if c.Mark {
			mark = " mark"
		}
		p.raw(`<label class="chip `, class(c.Kind), mark, `"><input type="checkbox" name="s" value="`)
		p.text(c.Kind)
		p.raw(`"> <b>`)
		p.int(c.Count)
		p.raw(`</b> <span>`)
		p.text(c.Label)
		p.raw("</span></label>\n")
	}
	p.raw("</fieldset>\n<div class=\"fields\">",
		"<label>Text <input type=\"search\" id=\"q\" placeholder=\"ID, message, output …\" aria-keyshortcuts=\"/\"></label>\n")
	p.choice("group", "Group", "All groups", groups.list)
	p.choice("tag", "Tag", "All tags", tags.list)
	p.raw(`<label>Order <select id="order"><option value="">Catalog</option><option value="slow">Slowest first</option>`,
		"<option value=\"bad\">Failures first</option></select></label>\n",
		"<button type=\"button\" id=\"clear\">Reset</button></div>\n</form>\n",
		"<p id=\"found\" role=\"status\" class=\"dim\"></p>\n")
}

func (p *printer) choice(id, label, all markup, values []string) {
	if len(values) < 2 && (id == "group" || len(values) == 0) {
		return
	}
	p.raw(`<label>`, label, ` <select id="`, id, `"><option value="">`, all, `</option>`)
	for i, v := range values {
		p.raw(`<option value="`)
		p.int(i)
		p.raw(`">`)
		p.text(v)
		p.raw(`</option>`)
	}
	p.raw("</select></label>\n")
}

// names numbers texts, so that rows refer to them without holding them.
type names struct {
	list []string
	at   map[string]int
}

// numbered numbers what take finds in the rows, in the order of the first rows
// that have it, or sorted.
func numbered(rows []Row, take func(*Row) []string, sorted bool) names {
	n := names{at: map[string]int{}}
	for i := range rows {
		for _, name := range take(&rows[i]) {
			if _, known := n.at[name]; !known {
				n.at[name] = len(n.list)
				n.list = append(n.list, name)
			}
		}
	}
	if sorted {
		slices.Sort(n.list)
		for i, name := range n.list {
			n.at[name] = i
		}
	}
	return n
}

// Duration formats seconds for people.
func Duration(s float64) string {
	switch {
	case !(s > 0):
		return "0.00s"
	case s < 99.995:
		return strconv.FormatFloat(s, 'f', 2, 64) + "s"
	case s < 3599.5:
		n := int64(s + 0.5)
		return strconv.FormatInt(n/60, 10) + "m" + two(n%60) + "s"
	}
	n := int64(min(s, 1e9)/60 + 0.5)
	return strconv.FormatInt(n/60, 10) + "h" + two(n%60) + "m"
}

func two(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}
