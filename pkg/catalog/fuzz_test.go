package catalog

import (
	"path"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// FuzzPattern checks that every folder with a match is read, and that
// shortening by a glob never removes the whole path.
func FuzzPattern(f *testing.F) {
	for _, s := range [][2]string{
		{"**/run.php", "a/b/run.php"}, {"*.{a,b}", "x.a"}, {"{a/b,c}/*.go", "a/b/x.go"}, {"[!a]*/**", "b/c/d"}, {"a/**/b", "a/b"}, {`\{a\}/x`, "{a}/x"},
		{"{,a/}x", "a/x"}, {"**", "a/b"}, {"{a,{b,c/d}}/**/e", "c/d/e"}, {"./*", "x"}, {"[a/]*", "a/b"}, {"***/x", "a/x"}, {"a**/x", "ab/x"}, {"[]a]{b,c}", "]b"},
		{"a[/]*", "a/b"}, {"a[!x]b", "a/b"}, {"a[+-9]b", "a/b"}, {"a***/b", "a/b"}, {`a\/b`, "a/b"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, glob, rel string) {
		if !doublestar.ValidatePattern(glob) || rel == "" || path.Clean("/" + rel)[1:] != rel || len(glob)+len(rel) > 200 {
			return
		}
		p := newPattern(glob)
		p.names(path.Base(rel))
		short, literal := p.shorten(rel)
		require.NotEmpty(t, short)
		require.True(t, strings.HasPrefix(rel, short))
		require.Equal(t, literal, literal && short == path.Dir(rel))
		if !p.match(rel) {
			return
		}
		for dir := path.Dir(rel); dir != "."; dir = path.Dir(dir) {
			require.True(t, p.mayMatchBelow(dir), "%q matches %q", glob, rel)
		}
	})
}

// FuzzLookup checks that any reference gets an answer, and that every ID finds
// its example.
func FuzzLookup(f *testing.F) {
	for _, ref := range []string{"", "1", "x3f", "./a", "a/b/..", "../../x", "\xff", "%FF", "a\x00b", "/"} {
		f.Add(ref)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := &Catalog{}
		for i, id := range []string{"a/b", "c", hub.PrintablePath(text) + "/z"} {
			c.Examples = append(c.Examples, hub.Example{Index: i + 1, ID: id, Path: id + ".sh", Name: path.Base(id)})
		}
		for _, e := range c.Examples {
			got, err := c.Lookup("id:" + e.ID)
			require.NoError(t, err)
			require.Equal(t, e.ID, got.ID)
		}
		if _, err := c.Lookup(text); err != nil {
			require.NotEmpty(t, err.Error())
			require.IsType(t, &LookupError{}, err)
		}
	})
}
