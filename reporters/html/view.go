package html

import (
	"html/template"
	"iter"
	"slices"
	"strings"
)

// view is the input of the template: a page, and methods that derive from it.
type view struct {
	*page
	// shown is the number of bytes shown of each attempt of each row.
	shown [][]int
	// groups and tags are the positions of the texts in Groups and Tags.
	groups, tags map[string]int
	printer      *printer
	buffer       *strings.Builder
}

func viewOf(p *page) *view {
	v := &view{page: p, shown: outputs(p.Rows), buffer: &strings.Builder{}}
	v.groups, v.tags = positions(v.Groups()), positions(v.Tags())
	v.printer = newPrinter(v.buffer)
	return v
}

func (view) Style() template.CSS { return template.CSS(style) }
func (view) Script() template.JS { return template.JS(script) }
func (view) StyleHash() string   { return hash(style) }
func (view) ScriptHash() string  { return hash(script) }

// Groups returns the groups of the rows, in the order of their first rows.
func (v view) Groups() []string {
	return distinct(v.Rows, func(r *row) []string { return []string{r.Group} })
}

// Tags returns the tags of the rows, sorted.
func (v view) Tags() []string {
	tags := distinct(v.Rows, func(r *row) []string { return r.Tags })
	slices.Sort(tags)
	return tags
}

// distinct returns the values that take returns for the rows, each once.
func distinct(rows []row, take func(*row) []string) []string {
	var all []string
	seen := map[string]bool{}
	for i := range rows {
		for _, s := range take(&rows[i]) {
			if !seen[s] {
				seen[s] = true
				all = append(all, s)
			}
		}
	}
	return all
}

// Bodies yields the rows of a part as markup.
func (v view) Bodies(g *group) iter.Seq[template.HTML] {
	return func(yield func(template.HTML) bool) {
		for _, i := range g.rows {
			v.printer.example(&v, i, g)
			if !yield(v.printer.take(v.buffer)) {
				return
			}
		}
	}
}

// share is the part of one outcome in all examples, for the bar at the top.
type share struct {
	Class    markup
	X, Width float64
}

// Shares returns the parts of the bar, in the order of the sections.
func (v view) Shares() []share {
	var out []share
	at := 0.0
	for _, s := range v.Sections() {
		width := float64(s.Count) / float64(len(v.Rows)) * 1000
		out = append(out, share{class(s.Kind), at, width})
		at += width
	}
	return out
}

func positions(list []string) map[string]int {
	at := make(map[string]int, len(list))
	for i, s := range list {
		at[s] = i
	}
	return at
}
