package yamlmap

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// documents are of every kind of node, style and tag.
var documents = []string{
	"title: x", "a: 1\nb: 1.5\nc: true\nd: ~\ne: 2026-01-02\nf: [a, 'b', \"c\\n\"]\ng: {h: i}\n", "- a\n-\n  - b\n", "text", "''", "{}", "[]",
	"# above\na: |\n  block\n  text\nb: >-\n  folded\n  text # beside\n# below\n", "a: !!str 1\nb: !own c\nc: !!binary aGk=\n", "id: 0123\n? complex\n: value\n",
	"ä: ü\n\"\\u202e\": x\n", "tags: [a, b]\nenv: {A: 1, clean: true}\nexpect: {stdout: {contains: [x]}}\n",
}

// uncommented removes what the compact form leaves out.
func uncommented(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	if len(n.Content) == 0 {
		n.Content = nil
	}
	for _, below := range n.Content {
		uncommented(below)
	}
}

func TestTreesAreKept(t *testing.T) {
	for _, text := range documents {
		want, err := Parse("x", 0, []byte(text))
		require.NoError(t, err, text)
		b, ok := AppendTree([]byte("lead"), want)
		require.True(t, ok, text)
		uncommented(want)
		assert.Equal(t, want, ReadTree(b[len("lead"):]), text)
		for i := range len(b) - len("lead") {
			assert.Nil(t, ReadTree(b[len("lead"):len("lead")+i]), "cut after %d: %s", i, text)
		}
		assert.Nil(t, ReadTree(append(b[len("lead"):], 0)), "and more")
	}
}

// A list in a list that each claim all nodes.
func TestTreesThatClaimTooMuch(t *testing.T) {
	list := func(below byte) []byte { return []byte{byte(yaml.SequenceNode), 0, 8, 0, 1, 1, below} }
	whole := append([]byte{3}, slices.Concat(list(2), list(0), list(0))...)
	require.NotNil(t, ReadTree(whole))
	for i := range whole {
		for c := range 256 {
			changed := slices.Clone(whole)
			changed[i] = byte(c)
			ReadTree(changed) // does not panic
		}
	}
	assert.Nil(t, ReadTree(append([]byte{3}, slices.Concat(list(2), list(2), list(0))...)))
}

func TestTreesThatAreNotKept(t *testing.T) {
	for _, text := range []string{"a: &x 1\nb: *x\n", "a: &x {b: 1}\n<<: *x\n", "a: &unused 1\n", strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2)} {
		n, err := Parse("x", 0, []byte(text))
		require.NoError(t, err)
		b, ok := AppendTree(nil, n)
		assert.False(t, ok, text)
		assert.Empty(t, b)
	}
}

// Whatever is kept is read as it was parsed, and whatever is read is a document.
func FuzzTree(f *testing.F) {
	for _, text := range documents {
		f.Add([]byte(text))
		n, _ := Parse("x", 0, []byte(text))
		b, _ := AppendTree(nil, n)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if n, err := Parse("x", 0, data); err == nil && n != nil {
			if b, ok := AppendTree(nil, n); ok {
				uncommented(n)
				require.Equal(t, n, ReadTree(b))
			}
		}
		if n := ReadTree(data); n != nil {
			b, ok := AppendTree(nil, n)
			require.True(t, ok)
			require.Equal(t, n, ReadTree(b))
			Pairs(n)
			Describe(n)
		}
	})
}
