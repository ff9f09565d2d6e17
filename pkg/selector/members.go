package selector

import (
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// members returns the examples of the group or with the tag.
func (t Term) members(cat *catalog.Catalog) (match, error) {
	var m match
	for i := range cat.Examples {
		if t.has(&cat.Examples[i]) {
			m.found = append(m.found, i)
		}
	}
	if len(m.found) > 0 {
		return m, nil
	}
	unknown := &usage.Unknown{What: "group", Value: t.value, Listed: "hub list"}
	words := func(e *hub.Example) []string { return above(e.Group) }
	if t.kind == kindTag {
		unknown.Listed = "hub list --format=json" // the table has no tags
		unknown.What, words = "tag", func(e *hub.Example) []string { return e.Tags }
	}
	seen := map[string]bool{}
	for i := range cat.Examples {
		for _, word := range words(&cat.Examples[i]) {
			if folded := strings.ToLower(word); !seen[folded] && word != "" {
				seen[folded] = true
				unknown.Known = append(unknown.Known, word)
			}
		}
	}
	if t.kind == kindTag {
		slices.Sort(unknown.Known)
	}
	return m, unknown
}

// has reports whether the example is of the group, by ID or title, or below it, or has
// the tag.
func (t Term) has(e *hub.Example) bool {
	same := func(word string) bool { return strings.EqualFold(word, t.value) }
	if t.kind == kindTag {
		return slices.ContainsFunc(e.Tags, same)
	}
	return same(e.GroupTitle) || slices.ContainsFunc(above(e.Group), same)
}

// above returns the group and the groups that it is below, the outermost first.
func above(group string) (groups []string) {
	for i := range group {
		if group[i] == '/' && i > 0 {
			groups = append(groups, group[:i])
		}
	}
	return append(groups, group)
}
