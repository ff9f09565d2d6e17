package catalog

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestFrontMatter(t *testing.T) {
	c := discover(t, oneSource, files{"examples/a/x.py": `#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# ---
# id: 3f2a
# title: "Say  hello\e[1m"
# docname: hello_world
# order: 2.5
# tags: [a, b, a, " "]
# args: ["{file}", --n, "1"]
# group: own
# timeout: 3s
# unknown: {kept: true}
# ---
`})
	require.Equal(t, []string{"3f2a"}, ids(c))
	e := c.Examples[0]
	assert.Nil(t, e.Invalid)
	assert.Equal(t, "Say hello[1m", e.Title)
	assert.Equal(t, "hello_world", e.DocName)
	assert.Equal(t, 2.5, *e.Order)
	assert.Equal(t, []string{"a", "b"}, e.Tags)
	assert.Equal(t, []string{"python3", filepath.FromSlash("examples/a/x.py"), "{file}", "--n", "1"}, e.Argv, "args are not expanded")
	assert.Equal(t, "own", e.Group)
	assert.Equal(t, 3*time.Second, e.Settings.Timeout)
	assert.Equal(t, "python", e.Runner)
	assert.Equal(t, "x", e.Name)
	assert.Equal(t, "examples/a/x.py", e.Path)
	assert.Equal(t, 1, e.Index)
}

func TestInvalidMetadata(t *testing.T) {
	const p = "examples/x.sh"
	for name, tt := range map[string]struct {
		text, id, message string
		line              int
	}{
		"broken YAML": {"#!/bin/sh\n# ---\n# title: [open\n# ---\n", p, "", 3},
		"wrong type":  {"# ---\n# title: ok\n# timeout: soon\n# ---\n", p, "", 3},
		"id survives": {"# ---\n# id: mine\n# timeout: soon\n# ---\n", "mine", "", 3},
		"not closed":  {"echo\n", p, "", 0},
		"open":        {"\n# ---\n# title: x\necho\n", p, "the front matter that begins here has no closing --- in its comment within the first 64 KiB", 2},
		"order":       {"# ---\n# order: .nan\n# ---\n", p, "", 2},
		"runner":      {"# ---\n# title: x\n# runner: pyton\n# ---\n", p, `unknown runner "pyton" (did you mean "python"?)`, 3},
	} {
		t.Run(name, func(t *testing.T) {
			c := discover(t, oneSource, files{p: tt.text})
			require.Equal(t, []string{tt.id}, ids(c))
			e := c.Examples[0]
			if tt.line == 0 {
				assert.Nil(t, e.Invalid)
				return
			}
			require.NotNil(t, e.Invalid)
			assert.Equal(t, hub.ErrInvalidMeta, e.Invalid.Type)
			assert.Equal(t, p, e.Invalid.File)
			assert.Equal(t, tt.line, e.Invalid.Line, e.Invalid.Message)
			if tt.message != "" {
				assert.Equal(t, tt.message, e.Invalid.Message)
			}
			assert.NotEmpty(t, e.Invalid.Message)
			assert.NotContains(t, e.Invalid.Message, "\n")
		})
	}
}

func TestLimits(t *testing.T) {
	const yaml = "sources: [{path: s}]\nlimits: {openai: {concurrent: 1}, db: {}}\noverrides: [{match: {path: s/over/*}, limit: openai}]"
	c := discover(t, yaml, files{
		"s/a.sh":                 "# ---\n# title: x\n# limit: openia\n# ---\n",
		"s/b.sh":                 "# ---\n# limit: db\n# ---\n",
		"s/c.sh":                 "# ---\n# runner: nobody\n# limit: nosuch\n# ---\n",
		"s/over/d.sh":            "",
		"s/over/e.sh":            "# ---\n# limit: ''\n# ---\n",
		"s/side/f.sh":            "",
		"s/side/example.yaml":    "title: x\n\nlimit: nosuch\n",
		"s/healed/g.sh":          "# ---\n# limit: db\n# ---\n",
		"s/healed/example.yaml":  "limit: nosuch\n",
		"s/flow/h.sh":            "# ---\n# {title: x,\n#  limit: nosuch}\n# ---\n",
		"s/cleared/i.sh":         "# ---\n# limit: ''\n# ---\n",
		"s/cleared/example.yaml": "limit: nosuch\n",
	})
	wrong := func(file string, line, column int, message string) *hub.Error {
		return &hub.Error{Type: hub.ErrInvalidMeta, File: file, Line: line, Column: column, Message: message}
	}
	none := `limit "nosuch" is not defined in hub.yaml`
	for id, want := range map[string]struct {
		limit   string
		invalid *hub.Error
	}{
		"s/a.sh":         {"openia", wrong("s/a.sh", 3, 3, `limit "openia" is not defined in hub.yaml (did you mean "openai"?)`)},
		"s/b.sh":         {"db", nil},
		"s/c.sh":         {"nosuch", wrong("s/c.sh", 2, 3, `unknown runner "nobody"`)},
		"s/over/d.sh":    {"openai", nil},
		"s/over/e.sh":    {"", nil},
		"s/side/f.sh":    {"nosuch", wrong("s/side/example.yaml", 3, 1, none)},
		"s/healed/g.sh":  {"db", nil},
		"s/flow/h.sh":    {"nosuch", wrong("s/flow/h.sh", 2, 3, none)},
		"s/cleared/i.sh": {"", nil},
	} {
		e := byID(t, c, id)
		assert.Equal(t, want.invalid, e.Invalid, id)
		assert.Equal(t, want.limit, e.Settings.Limit, id)
	}
	assert.Len(t, c.Examples, 9)

	c = discover(t, oneSource, files{"examples/a.sh": "# ---\n# limit: any\n# ---\n"})
	assert.Equal(t, wrong("examples/a.sh", 2, 3, `limit "any" is not defined in hub.yaml`), c.Examples[0].Invalid)
}

func TestSidecar(t *testing.T) {
	c := discover(t, oneSource, files{
		"examples/one/main.py":        "# ---\n# title: front\n# timeout: 1s\n# ---\n",
		"examples/one/example.yaml":   "title: beside\ntags: [t]\ntimeout: 2s\nskip: why\nid: one\norder: 3\n",
		"examples/two/a.py":           "",
		"examples/two/b.py":           "",
		"examples/two/example.yaml":   "title: whose?\n",
		"examples/bad/main.py":        "",
		"examples/bad/example.yaml":   "title: x\nrunner: nobody\n",
		"examples/typo/main.py":       "",
		"examples/typo/example.yaml":  "\n\ntimeout: soon\n",
		"examples/dir/main.py":        "",
		"examples/dir/example.yaml/":  "",
		"examples/none/example.yaml":  "title: nothing here\n",
		"examples/noext/prog":         "",
		"examples/noext/example.yaml": "runner: sh\n",
	})
	one := byID(t, c, "one")
	assert.Equal(t, []any{"front", time.Second, "why", []string{"t"}, 3.0}, []any{one.Title, one.Settings.Timeout, one.Skip, one.Tags, *one.Order})
	for _, id := range []string{"examples/two/a.py", "examples/two/b.py"} {
		e := byID(t, c, id)
		require.NotNil(t, e.Invalid)
		assert.Equal(t, "examples/two/example.yaml", e.Invalid.File)
		assert.Contains(t, e.Invalid.Message, "example.yaml is beside several entry files")
	}
	assert.Equal(t, &hub.Error{Type: hub.ErrInvalidMeta, File: "examples/bad/example.yaml", Line: 2, Column: 1, Message: `unknown runner "nobody"`}, byID(t, c, "examples/bad").Invalid)
	assert.Equal(t, 3, byID(t, c, "examples/typo").Invalid.Line)
	assert.Nil(t, byID(t, c, "examples/dir").Invalid)
	assert.Len(t, c.Examples, 6)

	c = discover(t, "sources: [{path: examples, include: ['**/prog']}]", files{"examples/noext/prog": "", "examples/noext/example.yaml": "runner: sh\n"})
	require.Equal(t, []string{"examples/noext/prog"}, ids(c))
	assert.Equal(t, []string{"sh", filepath.FromSlash("examples/noext/prog")}, c.Examples[0].Argv)
}

func TestOverrides(t *testing.T) {
	c := discover(t, `
sources: [{path: examples}]
groups: [{id: g, match: ["b/**"]}]
run: {timeout: 9s, env: {BASE: "1"}}
overrides:
  - {timeout: 8s}
  - match: {tags: [slow, slower]}
    timeout: 7s
    env: {ONLY: slow}
  - match: {group: a, path: ["**/y.sh", "nothing"]}
    group: moved
  - match: {group: moved}
    skip: it was moved
  - match: {id: "examples/b/*"}
    args: [by-id]
  - match: {path: "examples/b/x.sh", tags: [none]}
    timeout: 1s
  - match: {group: g}
    stdin: by-group
  - match: {path: ./c/**}
    runner: bash
`, files{
		"examples/a/x.sh": "# ---\n# tags: slower\n# ---\n",
		"examples/a/y.sh": "",
		"examples/a/z.sh": "# ---\n# group: moved\n# skip: false\n# ---\n",
		"examples/b/x.sh": "",
		"examples/c/x.sh": "# ---\n# timeout: 2s\n# env: {OWN: x}\n# ---\n",
	})
	x := byID(t, c, "examples/a/x.sh")
	assert.Equal(t, 7*time.Second, x.Settings.Timeout)
	assert.Equal(t, map[string]string{"BASE": "1", "ONLY": "slow"}, x.Settings.Env.Set)
	y := byID(t, c, "examples/a/y.sh")
	assert.Equal(t, []string{"moved", "it was moved", "8s"}, []string{y.Group, y.Skip, y.Settings.Timeout.String()})
	assert.Equal(t, map[string]string{"BASE": "1"}, y.Settings.Env.Set, "one example's settings are not another's")
	z := byID(t, c, "examples/a/z.sh")
	assert.Equal(t, []string{"moved", ""}, []string{z.Group, z.Skip})
	b := byID(t, c, "examples/b/x.sh")
	assert.Equal(t, []string{"g", "8s", "by-group"}, []string{b.Group, b.Settings.Timeout.String(), *b.Settings.Stdin})
	assert.Equal(t, "by-id", b.Argv[len(b.Argv)-1])
	cx := byID(t, c, "examples/c/x.sh")
	assert.Equal(t, []string{"bash", "2s"}, []string{cx.Runner, cx.Settings.Timeout.String()})
	assert.Equal(t, map[string]string{"BASE": "1", "OWN": "x"}, cx.Settings.Env.Set)
	assert.Equal(t, []string{"hub.yaml:16:5: overrides[5] matches no example"}, problems(c))
}

func TestGroups(t *testing.T) {
	tree := files{"s/one/two/three/x.sh": "", "s/one/y.sh": "", "s/z.sh": ""}
	for template, want := range map[string][]string{
		"":              {"one", "one", "s"},
		"{dir}":         {"one/two/three", "one", "s"},
		"{dir2}":        {"two", "s", "s"},
		"{dir1}/{dir2}": {"one/two", "one", "s"},
		"x {dir1}":      {"x one", "x one", "x s"},
		"fixed":         {"fixed", "fixed", "fixed"},
	} {
		c := discover(t, "sources: [{path: s, group: '"+template+"'}]", tree)
		got := []string{}
		for _, id := range []string{"s/one/two/three/x.sh", "s/one/y.sh", "s/z.sh"} {
			got = append(got, byID(t, c, id).Group)
		}
		assert.Equal(t, want, got, template)
	}
}

func TestOrder(t *testing.T) {
	c := discover(t, `
sources: [{path: s}]
groups:
  - {id: late, title: First of all, match: ["z/**"]}
  - {id: never}
  - {id: b2, title: Second}
`, files{
		"s/z/x.sh":   "",
		"s/b2/x.sh":  "",
		"s/b10/x.sh": "", "s/b1/x.sh": "",
		"s/a/1.sh": "", "s/a/10.sh": "", "s/a/9.sh": "", "s/a/09.sh": "",
		"s/a/last.sh":  "# ---\n# order: 1e3\n# ---\n",
		"s/a/first.sh": "# ---\n# order: -1\n# ---\n",
		"s/a/sub/0.sh": "",
	})
	assert.Equal(t, []string{
		"s/z/x.sh", "s/b2/x.sh",
		"s/a/first.sh", "s/a/last.sh", "s/a/1.sh", "s/a/09.sh", "s/a/9.sh", "s/a/10.sh", "s/a/sub/0.sh",
		"s/b1/x.sh", "s/b10/x.sh",
	}, ids(c))
	for i, e := range c.Examples {
		assert.Equal(t, i+1, e.Index)
	}
	assert.Equal(t, []string{"First of all", "Second", "a"}, []string{c.Examples[0].GroupTitle, c.Examples[1].GroupTitle, c.Examples[2].GroupTitle})
}

func TestNamesAndFolders(t *testing.T) {
	c := discover(t, "sources: [{path: s}]", files{
		"s/a/run.php": "", "s/a/b/main.py": "", "s/c/d.tar.sh": "", "s/index.js": "", "s/c/noext": "#!/bin/sh\n", "s/e/f/hello.py": "",
	})
	type nd struct{ name, dir string }
	got := map[string]nd{}
	for _, e := range c.Examples {
		dir := ""
		if e.Dir != "" {
			rel, err := filepath.Rel(filepath.Dir(e.File), e.Dir)
			require.NoError(t, err)
			dir = rel
		}
		got[e.ID] = nd{e.Name, dir}
	}
	assert.Equal(t, map[string]nd{
		"s/a": {"a", ""}, "s/a/b": {"b", "."}, "s/c/d.tar.sh": {"d.tar", ""}, "s/c/noext": {"noext", ""}, "s/index.js": {"index", ""}, "s/e/f/hello.py": {"hello", "."},
	}, got)
}

func TestOverridesAreNotShared(t *testing.T) {
	cfg := configure(t, plant(t, files{"s/a.sh": "", "s/b.sh": ""}), "sources: [{path: s}]\nrun: {env: {A: '1'}}\noverrides: [{match: {id: s/a.sh}, env: {B: '2'}}]")
	for range 3 {
		c, err := Discover(cfg, nil)
		require.NoError(t, err)
		assert.Equal(t, map[string]string{"A": "1"}, byID(t, c, "s/b.sh").Settings.Env.Set)
	}
	assert.Equal(t, map[string]string{"A": "1"}, cfg.Run.Env.Set)
	assert.NotContains(t, config.BuiltinRunners(), "s")
}
