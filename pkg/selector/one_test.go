package selector

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/catalog"
)

func TestOne(t *testing.T) {
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
	c, err := catalog.Discover(configure(t, root, `sources: [{path: s, include: ["**/run.php", "**/*.py", "**/*.go"]}]`), nil)
	require.NoError(t, err)
	require.Equal(t, []string{
		"s/advanced/hello",
		"s/basics/3_streaming.py", "abc", "s/basics/bye.py", "s/basics/deep/own", "s/basics/hello", "3f2a", "s/basics/odd name.py", "xabc",
		"s/top.py",
	}, ids(c))
	for ref, want := range map[string]string{
		"1": "s/advanced/hello", "10": "s/top.py", "0010": "s/top.py",
		"3f2a": "3f2a", "x3f2a": "3f2a", "x3F2A": "3f2a", "xabc": "xabc", "abc": "abc", "xray": "xabc",
		"the_doc":     "3f2a",
		"3_streaming": "s/basics/3_streaming.py", "3_streaming.py": "s/basics/3_streaming.py",
		"s/basics/bye": "s/top.py", "s/basics/bye.py": "s/basics/bye.py", "./s/basics/bye.py": "s/basics/bye.py", "s//basics/../basics/bye.py": "s/basics/bye.py",
		"bye": "s/basics/bye.py", "basics/bye": "s/basics/bye.py", "bye.py": "s/basics/bye.py",
		"basics/hello": "s/basics/hello", "basics/hello/": "s/basics/hello", "basics/hello/run.php": "s/basics/hello", "s/basics/hello/run": "s/basics/hello",
		"odd name": "s/basics/odd name.py", "own": "s/basics/deep/own", "deep/own/": "s/basics/deep/own", "main.go": "s/basics/deep/own",
		filepath.Join(root, "s", "top.py"): "s/top.py",
	} {
		e, _, err := One(c, ref)
		if assert.NoError(t, err, ref) {
			assert.Equal(t, want, e.ID, ref)
		}
	}
	for ref, want := range map[string]string{
		"0":                    `no example has index 0; indexes go from 1 to 10`,
		"11":                   `no example has index 11; indexes go from 1 to 10`,
		"99999999999999999999": `no example has index 99999999999999999999; indexes go from 1 to 10`,
		"":                     `an empty reference names no example`,
		" ":                    `an empty reference names no example`,
		"hello":                `"hello" is ambiguous: it matches 2 examples: s/advanced/hello, s/basics/hello`,
		"twin":                 `"twin" is ambiguous: it matches 2 examples: abc, s/basics/odd name.py`,
		"basic/bye":            `no example "basic/bye" (did you mean "s/basics/bye.py"?)`,
		"s/basics/":            `no example "s/basics/", but there are 8 examples below it; 'hub list FOLDER' shows them`,
		"basics":               `no example "basics", but there are 8 examples below it; 'hub list FOLDER' shows them`,
		"./s":                  `no example "./s", but there are 10 examples below it; 'hub list FOLDER' shows them`,
		"asics":                `no example "asics"; 'hub list' shows all examples`,
		"ello":                 `no example "ello" (did you mean "s/advanced/hello" or "s/basics/hello"?)`,
		"streaming":            `no example "streaming" (did you mean "s/basics/3_streaming.py"?)`,
		"3_streamin":           `no example "3_streamin" (did you mean "s/basics/3_streaming.py"?)`,
		"the_dok":              `no example "the_dok" (did you mean "the_doc"?)`,
		"/":                    `no example "/"; 'hub list' shows all examples`,
		".":                    `no example "."; 'hub list' shows all examples`,
		"-1":                   `no example "-1"; 'hub list' shows all examples`,
		"xyz":                  `no example "xyz"; 'hub list' shows all examples`,
	} {
		_, _, err := One(c, ref)
		var le *Error
		require.True(t, errors.As(err, &le), ref)
		assert.Equal(t, ref, le.Ref)
		assert.EqualError(t, err, want, ref)
	}
	_, _, err = One(&catalog.Catalog{}, "1")
	require.EqualError(t, err, `no example "1": the catalog is empty`)
}

func TestOneLimitsItsList(t *testing.T) {
	tree := files{}
	for i := range 25 {
		tree[fmt.Sprintf("s/d%d/same.sh", i)] = ""
	}
	c := discover(t, "sources: [{path: s}]", tree)
	_, _, err := One(c, "same")
	var le *Error
	require.ErrorAs(t, err, &le)
	assert.Len(t, le.Candidates, 25)
	assert.True(t, strings.HasSuffix(err.Error(), "s/d4/same.sh and 20 more"), err.Error())
}

// Digits are an index; they are an ID if there is no such index, or after id:
// or x.
func TestOneOfDigits(t *testing.T) {
	c := discover(t, "sources: [{path: s}]", files{
		"s/a.sh": "# ---\n# id: 5265\n# ---\n", "s/b.sh": "# ---\n# id: 1\n# ---\n", "s/c.sh": "# ---\n# id: id:1\n# ---\n", "s/d.sh": "# ---\n# id: x1\n# ---\n", "s/e.sh": "# ---\n# id: no\n# ---\n",
	})
	for ref, want := range map[string]string{
		"1": "5265", "5": "no", "id:1": "1", "x5265": "5265", "id:5265": "5265", "5265": "5265", "id:id:1": "id:1", "x1": "x1", "id:x1": "x1", "xno": "no", "no": "no", "xid:1": "id:1",
	} {
		e, note, err := One(c, ref)
		if assert.NoError(t, err, ref) {
			assert.Equal(t, want, e.ID, ref)
			assert.Equal(t, ref == "5265", note != "", ref)
		}
	}
	for ref, want := range map[string]string{
		"6": "no example has index 6; indexes go from 1 to 5", "05265": "no example has index 05265; indexes go from 1 to 5",
		"id:": `no example "id:"; 'hub list' shows all examples`, "id:s/a.sh": `no example "id:s/a.sh"; 'hub list' shows all examples`, "id:52655": `no example "id:52655" (did you mean "5265"?)`,
	} {
		_, _, err := One(c, ref)
		assert.EqualError(t, err, want, ref)
	}
}

// A folder that belongs to no single example names none, however it is spelled.
func TestOneSaysWhatIsBelowAFolder(t *testing.T) {
	c := discover(t, "sources: [{path: s}]", files{"s/a/one/run.sh": "", "s/a/two/run.sh": "", "s/deep/er/hello/run.sh": "", "s/o\u202ed/x/run.sh": "", "s/o\u202ed/y/run.sh": ""})
	root := strings.TrimSuffix(c.Examples[0].File, filepath.FromSlash("/s/a/one/run.sh"))
	for _, ref := range []string{"s/a", "a", "a/", filepath.Join(root, "s", "a"), "s/o\u202ed", "o%E2%80%AEd"} {
		_, _, err := One(c, ref)
		var le *Error
		require.ErrorAs(t, err, &le, ref)
		assert.Equal(t, 2, le.Below, ref)
		assert.Empty(t, le.Nearest, ref)
	}
	for _, ref := range []string{"s/deep", "deep", filepath.Join(root, "s", "deep")} {
		_, _, err := One(c, ref)
		assert.ErrorContains(t, err, `(did you mean "s/deep/er/hello"?)`, ref)
	}
}
