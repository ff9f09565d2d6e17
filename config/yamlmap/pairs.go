package yamlmap

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// Pair is one key of a mapping with its value.
type Pair struct{ Key, Value *yaml.Node }

// Pairs returns the keys of a mapping in the order of the file, merged ones last,
// and ignores problems; nil if n is not a mapping.
func Pairs(n *yaml.Node) []Pair {
	var d Decoder
	n, leave := d.enter(n, Key{})
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	defer leave()
	return d.Pairs(n, Key{})
}

// Get returns the value of a key of a mapping, with its alias resolved; nil if
// there is no such key.
func Get(n *yaml.Node, name string) *yaml.Node {
	for _, p := range Pairs(n) {
		if p.Key.Value == name {
			return Resolve(p.Value)
		}
	}
	return nil
}

// Resolve returns the target of an alias, and any other node itself.
func Resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// Pairs returns the keys of a mapping in the order of the file, merged ones last.
// A duplicate key is a problem, and the first one counts.
func (d *Decoder) Pairs(n *yaml.Node, key Key) []Pair {
	var out []Pair
	d.collect(n, key, map[string]*yaml.Node{}, false, &out)
	return out
}

// enter resolves an alias. The node is nil if it cannot be expanded, which is a
// problem; otherwise the caller must call the function when done.
func (d *Decoder) enter(n *yaml.Node, key Key) (*yaml.Node, func()) {
	leave := func() {}
	if n.Kind == yaml.AliasNode {
		if slices.Contains(d.aliases, n.Alias) {
			d.Problem(n, key, "the alias *%s contains itself", printable(n.Value))
			return nil, leave
		}
		d.aliases = append(d.aliases, n.Alias)
		leave = func() { d.aliases = d.aliases[:len(d.aliases)-1] }
	}
	if len(d.aliases) > 0 && !d.spend(n, key) {
		leave()
		return nil, nil
	}
	return Resolve(n), leave
}

// maxVisits limits the expansion of aliases: a small file could otherwise
// represent billions of values.
const maxVisits = 20_000

// spend counts one value below an alias, and reports whether it may be read.
func (d *Decoder) spend(n *yaml.Node, key Key) bool {
	d.visits++
	if d.visits == maxVisits+1 {
		d.Problem(n, key, "the aliases of this file expand to too many values; use fewer aliases")
	}
	return d.visits <= maxVisits
}

func (d *Decoder) collect(n *yaml.Node, at Key, seen map[string]*yaml.Node, merged bool, out *[]Pair) {
	var merges []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if merged && !d.spend(key, at) {
			return
		}
		switch {
		case key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge":
			merges = append(merges, value)
			continue
		case key.Kind == yaml.AliasNode && key.Alias.Kind == yaml.ScalarNode:
			key = key.Alias
		case key.Kind != yaml.ScalarNode:
			d.Problem(key, at, "a key must be a string, not %s", Describe(key))
			continue
		}
		if first, twice := seen[key.Value]; twice {
			if !merged {
				d.Problem(key, at, "duplicate key %q, first given on line %d", key.Value, d.position(first).Line)
			}
			continue
		}
		seen[key.Value] = key
		*out = append(*out, Pair{key, value})
	}
	for _, m := range merges {
		d.merge(m, at, seen, out)
	}
}

// merge adds the keys of a << value: a mapping, or a list of mappings.
func (d *Decoder) merge(n *yaml.Node, at Key, seen map[string]*yaml.Node, out *[]Pair) {
	target, leave := d.enter(n, at)
	if target == nil {
		return
	}
	defer leave()
	switch target.Kind {
	case yaml.MappingNode:
		d.collect(target, at, seen, true, out)
	case yaml.SequenceNode:
		for _, item := range target.Content {
			if item.Kind == yaml.SequenceNode || item.Kind == yaml.AliasNode && item.Alias.Kind != yaml.MappingNode {
				d.Problem(item, at, "<< merges mappings, not %s", Describe(item))
				continue
			}
			d.merge(item, at, seen, out)
		}
	default:
		d.Problem(n, at, "<< merges mappings, not %s", Describe(target))
	}
}
