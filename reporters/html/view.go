package html

import (
	"html/template"
	"iter"
	"slices"
	"strings"
)

// view is the input of the template: a page, and methods that derive from it.
type view struct{ *page }

func (view) Style() template.CSS { return template.CSS(style) }
func (view) Script() template.JS { return template.JS(script) }
func (view) StyleHash() string   { return hash(style) }
func (view) ScriptHash() string  { return hash(script) }

// link leads to the row of an example.
type link struct {
	Row *row
	// Number is the position of the row, from 1.
	Number int
}

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

// Bodies yields the rows of the table as markup.
func (v view) Bodies() iter.Seq[template.HTML] {
	return func(yield func(template.HTML) bool) {
		groups, tags := positions(v.Groups()), positions(v.Tags())
		longest := 0.0
		for i := range v.Rows {
			longest = max(longest, v.Rows[i].Seconds)
		}
		shown := outputs(v.Rows)
		var b strings.Builder
		p := newPrinter(&b)
		for i := range v.Rows {
			p.body(&v.Rows[i], i+1, groups, tags, longest, shown[i])
			if !yield(p.take(&b)) {
				return
			}
		}
	}
}

func positions(list []string) map[string]int {
	at := make(map[string]int, len(list))
	for i, s := range list {
		at[s] = i
	}
	return at
}
