package config

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// enter resolves an alias. The node is nil when it cannot be expanded, which is
// told; otherwise the function must be called when done with the node.
func (w *walker) enter(n *yaml.Node, at string) (*yaml.Node, func()) {
	leave := func() {}
	if n.Kind == yaml.AliasNode {
		if slices.Contains(w.aliases, n.Alias) {
			w.problem(n, at, "the alias *%s contains itself", printable(n.Value))
			return nil, leave
		}
		w.aliases = append(w.aliases, n.Alias)
		leave = func() { w.aliases = w.aliases[:len(w.aliases)-1] }
	}
	if len(w.aliases) > 0 && !w.spend(n, at) {
		leave()
		return nil, nil
	}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n, leave
}

// spend counts one value below an alias, and reports whether it may be read.
func (w *walker) spend(n *yaml.Node, at string) bool {
	w.visits++
	if w.visits == maxVisits+1 {
		w.problem(n, at, "the aliases of this file expand to too much; write less of it with aliases")
	}
	return w.visits <= maxVisits
}

// pair is one key of a mapping with its value.
type pair struct{ key, value *yaml.Node }

// pairs are the keys of a mapping in the order of the file, those that are
// merged in last. A key given twice is a problem, and the first one counts.
func (w *walker) pairs(n *yaml.Node, at string) []pair {
	var out []pair
	seen := map[string]*yaml.Node{}
	w.collect(n, at, seen, false, &out)
	return out
}

func (w *walker) collect(n *yaml.Node, at string, seen map[string]*yaml.Node, merged bool, out *[]pair) {
	var merges []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if merged && !w.spend(key, at) {
			return
		}
		switch {
		case key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge":
			merges = append(merges, value)
			continue
		case key.Kind == yaml.AliasNode && key.Alias.Kind == yaml.ScalarNode:
			key = key.Alias
		case key.Kind != yaml.ScalarNode:
			w.problem(key, at, "a key must be a text, not %s", describe(key))
			continue
		}
		if first, twice := seen[key.Value]; twice {
			if !merged {
				w.problem(key, at, "the key %q is given twice, first in line %d", key.Value, w.position(first).Line)
			}
			continue
		}
		seen[key.Value] = key
		*out = append(*out, pair{key, value})
	}
	for _, m := range merges {
		w.merge(m, at, seen, out)
	}
}

// merge adds the keys of a << value: a mapping, or a list of them.
func (w *walker) merge(n *yaml.Node, at string, seen map[string]*yaml.Node, out *[]pair) {
	target, leave := w.enter(n, at)
	if target == nil {
		return
	}
	defer leave()
	switch target.Kind {
	case yaml.MappingNode:
		w.collect(target, at, seen, true, out)
	case yaml.SequenceNode:
		for _, item := range target.Content {
			if item.Kind == yaml.SequenceNode || item.Kind == yaml.AliasNode && item.Alias.Kind != yaml.MappingNode {
				w.problem(item, at, "<< merges mappings, not %s", describe(item))
				continue
			}
			w.merge(item, at, seen, out)
		}
	default:
		w.problem(n, at, "<< merges mappings, not %s", describe(target))
	}
}
