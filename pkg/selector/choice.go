package selector

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Choice selects examples by their facts in the catalog. All its fields must hold; the
// zero value is the whole catalog.
type Choice struct {
	// Any are the SELs, of which one must match; none: every example does. Not are
	// those that must not.
	Any, Not []Term
	// An example must have all Tags, and one of AnyTags.
	Tags, AnyTags []string
	// Groups are IDs or titles; the example must be in one of them, or below it.
	Groups []string
	// Changed finds the examples that a change touches, and leaves out the others; nil: none is
	// left out for that.
	Changed func(cat *catalog.Catalog) (Change, error)
	// Dir is the folder that relative paths begin in, besides the project's root.
	Dir string
}

// Change says which examples of a catalog a change touches.
type Change interface {
	// Left returns why the example at a position of the catalog is left out; empty if the
	// change touches it. Of those that are gone it touches none.
	Left(i int) string
	// Notes are lines for people.
	Notes() []string
}

// Narrow reports whether the choice may leave out examples.
func (c *Choice) Narrow() bool {
	return len(c.Any)+len(c.Not)+len(c.Tags)+len(c.AnyTags)+len(c.Groups) > 0 || c.Changed != nil
}

// Start returns the index that is the only SEL, and whether there is such: for commands
// in which a number alone is the index to start from. It is 0 if it is no number of an
// example in any catalog.
func (c *Choice) Start() (int, bool) {
	if len(c.Any) != 1 {
		return 0, false
	}
	return c.Any[0].Index()
}

// clause is a set of SELs of which one must match, and the reason of the examples that
// none matches.
type clause struct {
	any    []Term
	reason string
}

// clauses returns what must hold, in the order of the reasons.
func (c *Choice) clauses() []clause {
	var all []clause
	add := func(reason string, terms []Term) {
		if len(terms) > 0 {
			all = append(all, clause{terms, reason})
		}
	}
	terms := func(of func(string) Term, names ...string) (out []Term) {
		for _, name := range names {
			out = append(out, of(name))
		}
		return out
	}
	add("selection: not "+list(c.Any), c.Any)
	add("group: not "+quoted(c.Groups), terms(Group, c.Groups...))
	for _, tag := range c.Tags {
		add(fmt.Sprintf("tag: lacks %q", tag), terms(Tag, tag))
	}
	add("tag: none of "+quoted(c.AnyTags), terms(Tag, c.AnyTags...))
	return all
}

// Chosen is a [Choice] in a catalog. The zero value is the whole catalog.
type Chosen struct {
	// Notes say how hub read SELs that could mean something else, one line each.
	Notes []string

	left  []string // by position, why the example is left out; nil: none is
	named []bool   // by position, whether a SEL names it; nil: none does
	// untouched: an example is left out for nothing but that no change touches it.
	untouched bool
}

// In resolves the choice in a catalog. A SEL that matches nothing is an [*Error] or a
// [*usage.Unknown], even in Not: it is most often mistyped. In an empty catalog no SEL
// is an error.
//
// gone are examples that are not in the catalog any more, for answers about records.
// Their positions follow those of the catalog. A word that means an example of the
// catalog is not looked up among them.
func (c *Choice) In(cat *catalog.Catalog, gone ...hub.Example) (Chosen, error) {
	var out Chosen
	if !c.Narrow() || len(cat.Examples)+len(gone) == 0 {
		return out, nil
	}
	former := &catalog.Catalog{Examples: gone}
	out.left = make([]string, len(cat.Examples)+len(gone))
	find := func(t Term) (match, error) {
		m, err := t.find(cat, c.Dir)
		if len(gone) == 0 || err == nil && m.names || t.kind == kindIndexes {
			return m, err
		}
		old, errOld := t.find(former, c.Dir)
		if err != nil && errOld != nil {
			return m, err
		}
		for _, i := range old.found {
			m.found = append(m.found, len(cat.Examples)+i)
		}
		return m, nil
	}
	for _, clause := range c.clauses() {
		in := make([]bool, len(out.left))
		for _, t := range clause.any {
			m, err := find(t)
			if err != nil {
				return Chosen{}, err
			}
			out.note(m.note)
			for _, i := range m.found {
				in[i] = true
				out.name(i, m.names)
			}
		}
		for i, is := range in {
			if !is && out.left[i] == "" {
				out.left[i] = clause.reason
			}
		}
	}
	for _, t := range c.Not {
		m, err := find(t)
		if err != nil {
			return Chosen{}, fmt.Errorf("--not: %w", err)
		}
		out.note(m.note)
		for _, i := range m.found {
			if out.left[i] == "" {
				out.left[i] = fmt.Sprintf("--not: %q", t.text)
			}
		}
	}
	return out, c.change(&out, cat)
}

// change leaves out the examples that no change touches.
func (c *Choice) change(out *Chosen, cat *catalog.Catalog) error {
	if c.Changed == nil {
		return nil
	}
	touched, err := c.Changed(cat)
	if err != nil {
		return err
	}
	for _, text := range touched.Notes() {
		out.note(text)
	}
	for i := range out.left {
		if out.left[i] == "" {
			out.left[i] = touched.Left(i)
			out.untouched = out.untouched || out.left[i] != ""
		}
	}
	return nil
}

// Untouched reports whether an example is left out for nothing but that no change touches it,
// so that it is no mistake if none is chosen.
func (c *Chosen) Untouched() bool { return c.untouched }

func (c *Chosen) note(text string) {
	if text != "" && !slices.Contains(c.Notes, text) {
		c.Notes = append(c.Notes, text)
	}
}

func (c *Chosen) name(i int, named bool) {
	if named && c.named == nil {
		c.named = make([]bool, len(c.left))
	}
	if named {
		c.named[i] = true
	}
}

// Left returns why the example of the catalog is left out; empty if it is chosen.
func (c *Chosen) Left(e *hub.Example) string { return c.at(e.Index - 1) }

// LeftGone is [Chosen.Left] for the i-th of the examples that are gone, of a catalog
// with n examples.
func (c *Chosen) LeftGone(n, i int) string { return c.at(n + i) }

func (c *Chosen) at(i int) string {
	if c.left == nil {
		return ""
	}
	return c.left[i]
}

// Named returns a function that reports whether a SEL names the example, so that it runs
// even if it is marked skip; nil if no SEL names any.
func (c *Chosen) Named() func(e *hub.Example) bool {
	if c.named == nil {
		return nil
	}
	return func(e *hub.Example) bool { return c.named[e.Index-1] }
}

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = fmt.Sprintf("%q", w)
	}
	return strings.Join(out, ", ")
}
