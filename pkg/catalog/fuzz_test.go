package catalog

import (
	"path"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/stretchr/testify/require"
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
