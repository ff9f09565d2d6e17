package catalog

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestComparePaths(t *testing.T) {
	sorted := []string{
		"", "1", "01", "1/a", "01a", "1b", "2", "9", "10", "10/1", "18446744073709551616", "28446744073709551616", "A", "a", "a/2", "a/10", "a/b/c", "a-b/a", "a.b",
	}
	mixed := slices.Clone(sorted)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	slices.SortFunc(mixed, comparePaths)
	assert.Equal(t, slices.SortedFunc(slices.Values(sorted), comparePaths), mixed)
	for _, pair := range [][2]string{{"a2", "a10"}, {"a/z", "a-b/a"}, {"a", "a/b"}, {"9", "18446744073709551616"}, {"a", "a1"}, {"x/2", "x/10"}} {
		assert.Negative(t, comparePaths(pair[0], pair[1]), pair)
	}
}

// Sorting by a comparison that is not transitive gives random results.
func TestComparePathsIsAnOrder(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	const letters = "019ab/.-"
	word := func() string {
		b := make([]byte, rnd.IntN(6))
		for i := range b {
			b[i] = letters[rnd.IntN(len(letters))]
		}
		return string(b)
	}
	for range 300_000 {
		a, b, c := word(), word(), word()
		ab, bc, ac := cmp.Compare(comparePaths(a, b), 0), cmp.Compare(comparePaths(b, c), 0), cmp.Compare(comparePaths(a, c), 0)
		require.Equal(t, ab, -cmp.Compare(comparePaths(b, a), 0), "%q %q", a, b)
		require.Equal(t, a == b, ab == 0, "%q %q", a, b)
		if ab < 0 && bc < 0 {
			require.Negative(t, ac, "%q < %q < %q", a, b, c)
		}
	}
}

func TestAlternatives(t *testing.T) {
	for glob, want := range map[string][]string{
		"a/*.go":        {"a/*.go"},
		"{a,b}/{c,d}":   {"a/c", "a/d", "b/c", "b/d"},
		"x{a,{b,c}d}":   {"xa", "xbd", "xcd"},
		`\{a,b\}`:       {`\{a,b\}`},
		"[{]a,b":        {"[{]a,b"},
		"{a/b,c}/x.{s}": {"a/b/x.s", "c/x.s"},
		"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}": nil,
	} {
		assert.Equal(t, want, alternatives(glob), glob)
	}
	p := newPattern("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}/*.sh")
	assert.True(t, p.mayMatchBelow("anything"))
	assert.True(t, p.match("aaaaaaaaa/x.sh"))
}

func TestMayMatchBelow(t *testing.T) {
	for _, tt := range []struct {
		glob, folder string
		want         bool
	}{
		{"**/*.go", "a/b", true}, {"*.go", "a", false}, {"a/*.go", "a", true}, {"a/*.go", "a/b", false}, {"a/*.go", "b", false},
		{"a/**", "a/b/c", true}, {"a/**", "b", false}, {"a/**/x/*.go", "a/b/c", true}, {"*/x.go", "a", true}, {"{a,b/c}/x.go", "b", true}, {"{a,b/c}/x.go", "c", false}, {"**", "a/b", true},
	} {
		assert.Equal(t, tt.want, newPattern(tt.glob).mayMatchBelow(tt.folder), "%s %s", tt.glob, tt.folder)
	}
}

func TestSameCatalogWithAnyNumberOfWorkers(t *testing.T) {
	tree := files{}
	for i := range 300 {
		tree[fmt.Sprintf("s/d%d/e%d.sh", i%7, i)] = "# ---\n# tags: [t]\n# ---\n"
	}
	cfg := configure(t, plant(t, tree), "sources: [{path: s}]\noverrides: [{match: {tags: [t]}, env: {A: b}}]")
	one, err := func() (*Catalog, error) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		return Discover(cfg, nil)
	}()
	require.NoError(t, err)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(8))
	many, err := Discover(cfg, nil)
	require.NoError(t, err)
	require.Len(t, one.Examples, 300)
	assert.Equal(t, one, many)
}
