package catalog

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLookup(t *testing.T) {
	root := plant(t, files{
		"s/basics/hello/run.php":    "",
		"s/advanced/hello/run.php":  "",
		"s/basics/3_streaming.py":   "",
		"s/basics/bye.py":           "<!---\n---\n",
		"s/basics/hex.py":           "# ---\n# id: 3f2a\n# docname: the_doc\n# ---\n",
		"s/basics/xray.py":          "# ---\n# id: xabc\n# ---\n",
		"s/basics/abc.py":           "# ---\n# id: abc\n# docname: twin\n# ---\n",
		"s/basics/odd name.py":      "# ---\n# docname: twin\n# ---\n",
		"s/basics/deep/own/main.go": "package main\n\nfunc main() {}\n",
		"s/top.py":                  "# ---\n# docname: s/basics/bye\n# ---\n",
	})
	c, err := Discover(configure(t, root, `sources: [{path: s, include: ["**/run.php", "**/*.py", "**/*.go"]}]`))
	require.NoError(t, err)
	require.Equal(t, []string{
		"s/advanced/hello",
		"s/basics/3_streaming", "abc", "s/basics/bye", "s/basics/deep/own/main", "s/basics/hello", "3f2a", "s/basics/odd name", "xabc",
		"s/top",
	}, ids(c))
	for ref, want := range map[string]string{
		"1": "s/advanced/hello", "10": "s/top", "0010": "s/top",
		"3f2a": "3f2a", "x3f2a": "3f2a", "x3F2A": "3f2a", "xabc": "xabc", "abc": "abc", "xray": "xabc",
		"the_doc":     "3f2a",
		"3_streaming": "s/basics/3_streaming", "3_streaming.py": "s/basics/3_streaming",
		"s/basics/bye": "s/basics/bye", "s/basics/bye.py": "s/basics/bye", "./s/basics/bye.py": "s/basics/bye", "s//basics/../basics/bye.py": "s/basics/bye",
		"bye": "s/basics/bye", "basics/bye": "s/basics/bye", "bye.py": "s/basics/bye",
		"basics/hello": "s/basics/hello", "basics/hello/": "s/basics/hello", "basics/hello/run.php": "s/basics/hello", "s/basics/hello/run": "s/basics/hello",
		"odd name": "s/basics/odd name", "own": "s/basics/deep/own/main", "deep/own/": "s/basics/deep/own/main", "main.go": "s/basics/deep/own/main",
		filepath.Join(root, "s", "top.py"): "s/top",
	} {
		e, err := c.Lookup(ref)
		if assert.NoError(t, err, ref) {
			assert.Equal(t, want, e.ID, ref)
		}
	}
	for ref, want := range map[string]string{
		"0":                    `no example has index 0: they go from 1 to 10`,
		"11":                   `no example has index 11: they go from 1 to 10`,
		"99999999999999999999": `no example has index 99999999999999999999: they go from 1 to 10`,
		"":                     `an empty reference names no example`,
		" ":                    `an empty reference names no example`,
		"hello":                `"hello" may be any of 2 examples: s/advanced/hello, s/basics/hello`,
		"twin":                 `"twin" may be any of 2 examples: abc, s/basics/odd name`,
		"basic/bye":            `no example "basic/bye" (did you mean "s/basics/bye"?)`,
		"ello":                 `no example "ello"; hub list shows all of them`,
		"streaming":            `no example "streaming"; hub list shows all of them`,
		"3_streamin":           `no example "3_streamin" (did you mean "s/basics/3_streaming"?)`,
		"the_dok":              `no example "the_dok" (did you mean "3f2a"?)`,
		"/":                    `no example "/"; hub list shows all of them`,
		".":                    `no example "."; hub list shows all of them`,
		"-1":                   `no example "-1"; hub list shows all of them`,
		"xyz":                  `no example "xyz"; hub list shows all of them`,
	} {
		_, err := c.Lookup(ref)
		var le *LookupError
		require.True(t, errors.As(err, &le), ref)
		assert.Equal(t, ref, le.Ref)
		if strings.HasPrefix(want, `no example "`) && !strings.Contains(want, "did you mean") {
			assert.Contains(t, err.Error(), fmt.Sprintf("no example %q", ref))
			continue
		}
		assert.EqualError(t, err, want, ref)
	}
	_, err = (&Catalog{}).Lookup("1")
	require.EqualError(t, err, `no example "1": the catalog is empty`)
}

func TestLookupBoundsItsList(t *testing.T) {
	tree := files{}
	for i := range 25 {
		tree[fmt.Sprintf("s/d%d/same.sh", i)] = ""
	}
	c := discover(t, "sources: [{path: s}]", tree)
	_, err := c.Lookup("same")
	var le *LookupError
	require.ErrorAs(t, err, &le)
	assert.Len(t, le.Candidates, 25)
	assert.True(t, strings.HasSuffix(err.Error(), "s/d9/same.sh and 15 more"), err.Error())
}
