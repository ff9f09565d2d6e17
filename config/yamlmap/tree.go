package yamlmap

import (
	"encoding/binary"
	"slices"

	"gopkg.in/yaml.v3"
)

// The compact form of a document is the number of its nodes, then for each node its
// kind, style, tag, value, line, column, the number of nodes below, and these nodes.
// Reading it takes a hundredth of the time of parsing the document.

// maxDepth bounds how deep nodes are in a compact form.
const maxDepth = 100

// tags are the tags that are written as numbers, from 1.
func tags() []string {
	return []string{"!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!map", "!!seq"}
}

// AppendTree appends the compact form of a document, without its comments. It returns b
// unchanged and false for documents without a compact form, such as those with aliases.
func AppendTree(b []byte, root *yaml.Node) ([]byte, bool) {
	n, ok := count(root, 0)
	if !ok {
		return b, false
	}
	return appendNode(binary.AppendUvarint(b, uint64(n)), root, tags()), true
}

func count(n *yaml.Node, depth int) (all int, ok bool) {
	if n.Kind != yaml.ScalarNode && n.Kind != yaml.MappingNode && n.Kind != yaml.SequenceNode || n.Anchor != "" || depth > maxDepth {
		return 0, false
	}
	all = 1
	for _, below := range n.Content {
		more, ok := count(below, depth+1)
		if !ok {
			return 0, false
		}
		all += more
	}
	return all, true
}

func appendNode(b []byte, n *yaml.Node, tags []string) []byte {
	text := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	b = append(b, byte(n.Kind))
	b = binary.AppendUvarint(b, uint64(n.Style))
	tag := slices.Index(tags, n.Tag) + 1
	if b = append(b, byte(tag)); tag == 0 {
		text(n.Tag)
	}
	text(n.Value)
	for _, i := range []int{n.Line, n.Column, len(n.Content)} {
		b = binary.AppendUvarint(b, uint64(i))
	}
	for _, below := range n.Content {
		b = appendNode(b, below, tags)
	}
	return b
}

// ReadTree reads a compact form and returns the root of the document; nil if b is not
// valid.
func ReadTree(b []byte) *yaml.Node {
	r := treeReader{rest: string(b), tags: tags()}
	n := r.number()
	if n == 0 || n > len(b) {
		return nil
	}
	r.nodes, r.links = make([]yaml.Node, n), make([]*yaml.Node, n)
	root := r.node(0)
	if r.bad || len(r.rest)+len(r.nodes) > 0 {
		return nil
	}
	return root
}

// treeReader reads until something is bad.
type treeReader struct {
	rest string // texts are parts of it
	tags []string
	bad  bool
	// nodes and links are not used yet: a document takes one allocation of each.
	nodes []yaml.Node
	links []*yaml.Node
}

func (r *treeReader) number() int {
	n := 0
	for i := 0; i < len(r.rest) && i < 4; i++ {
		c := r.rest[i]
		n |= int(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.bad, r.rest = true, ""
	return 0
}

func (r *treeReader) text() string {
	n := r.number()
	if n > len(r.rest) {
		r.bad, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *treeReader) node(depth int) *yaml.Node {
	if len(r.nodes) == 0 || depth > maxDepth {
		r.bad = true
		return nil
	}
	n := &r.nodes[0]
	r.nodes = r.nodes[1:]
	n.Kind, n.Style = yaml.Kind(r.number()), yaml.Style(r.number())
	switch tag := r.number(); {
	case tag == 0:
		n.Tag = r.text()
	case tag <= len(r.tags):
		n.Tag = r.tags[tag-1]
	default:
		r.bad = true
	}
	n.Value = r.text()
	n.Line, n.Column = r.number(), r.number()
	below := r.number()
	switch {
	case below > len(r.links):
		r.bad = true
	case n.Kind == yaml.ScalarNode && below == 0, n.Kind == yaml.SequenceNode, n.Kind == yaml.MappingNode && below%2 == 0:
	default:
		r.bad = true
	}
	if r.bad || below == 0 {
		return n
	}
	n.Content, r.links = r.links[:below:below], r.links[below:]
	for i := range n.Content {
		if n.Content[i] = r.node(depth + 1); r.bad {
			return nil
		}
	}
	return n
}
