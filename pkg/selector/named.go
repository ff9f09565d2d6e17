package selector

import (
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// InOrder resolves the choice in the order of its SELs, each example once. An example
// that a SEL names runs even if it is marked skip: it has no Skip. notes report such
// decisions to people, one line each. examples may be empty, but is not nil. Errors are
// those of [Choice.In].
func (c *Choice) InOrder(cat *catalog.Catalog) (examples []hub.Example, notes []string, err error) {
	if len(cat.Examples) == 0 && len(c.Any) > 0 {
		return nil, nil, &Error{Ref: c.Any[0].text, empty: true}
	}
	chosen, err := c.In(cat)
	if err != nil {
		return nil, nil, err
	}
	notes = append(chosen.Notes, chosen.Unskipped(cat)...)
	unskipped := Unskip(cat.Examples, chosen.Named())
	seen := make([]bool, len(cat.Examples))
	examples = []hub.Example{} // not nil, which would mean that none was asked for
	for _, t := range c.Any {
		m, err := t.find(cat, c.Dir)
		if err != nil {
			return nil, nil, err
		}
		for _, i := range m.found {
			if !seen[i] && chosen.at(i) == "" {
				seen[i] = true
				examples = append(examples, unskipped[i])
			}
		}
	}
	return examples, notes, nil
}

// Unskip returns the examples without the skips of those that are named; all as they
// are if none is.
func Unskip(all []hub.Example, named func(e *hub.Example) bool) []hub.Example {
	if named == nil {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		if named(&all[i]) {
			all[i].Skip = ""
		}
	}
	return all
}

// Unskipped reports each example that is marked skip and runs because it is named.
func (c *Chosen) Unskipped(cat *catalog.Catalog) (notes []string) {
	for i, named := range c.named {
		if !named || i >= len(cat.Examples) || c.left[i] != "" || cat.Examples[i].Skip == "" {
			continue
		}
		x, why := &cat.Examples[i], ""
		if x.Skip != string(hub.SkipUnexplained) {
			why = " (" + x.Skip + ")"
		}
		notes = append(notes, fmt.Sprintf("%s is marked skip%s and runs because it is named", x.ID, why))
	}
	return notes
}
