package catalog

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestDefaultInclude(t *testing.T) {
	c := discover(t, oneSource, files{
		"examples/a/hello.py":             "print('hi')\n",
		"examples/a/tool":                 "#!/bin/sh\necho\n",
		"examples/a/odd.tool":             "#!/opt/bin/frob -x\n",
		"examples/a/script.py/inner.sh":   "echo a folder that is named like a script\n",
		"examples/a/empty.php":            "",
		"examples/a/README.md":            "# Not an example\n",
		"examples/a/data.json":            "{}",
		"examples/a/attribute":            "#![feature(x)]\n",
		"examples/a/example.yaml":         "unrelated: true\n",
		"examples/a/test.d.ts":            "",
		"examples/a/x.min.js":             "",
		"examples/a/__init__.py":          "",
		"examples/a/tool.sh~":             "#!/bin/sh\n",
		"examples/.hidden/x.py":           "",
		"examples/.x.py":                  "",
		"examples/node_modules/m/x.js":    "",
		"examples/vendor/x.php":           "",
		"examples/target/x.rs":            "",
		"examples/__pycache__/x.py":       "",
		"examples/myenv/pyvenv.cfg":       "",
		"examples/myenv/lib/site.py":      "",
		"examples/go/prog.go":             "package main\n\nfunc main() {}\n",
		"examples/go/prog_test.go":        "package main\n\nfunc main() {}\n",
		"examples/go/lib/lib.go":          "package lib\n\nfunc main() {}\n",
		"examples/go/part/part.go":        "package main\n\nfunc help() {}\n",
		"examples/go/quoted/quoted.go":    "package main\n\nconst s = `\nfunc main() {}\n`\n",
		"examples/go/spaced/spaced.go":    "/* c */ package main\n\nfunc  main ( ) {}\n",
		"examples/go/broken/broken.go":    "package main\n\nfunc {{{\n",
		"examples/go/nonsense/nothing.go": "nothing main\n",
		"examples/go/empty.go":            "",
		"elsewhere/x.py":                  "",
	})
	assert.ElementsMatch(t, []string{
		"examples/a/empty.php", "examples/a/hello.py", "examples/a/odd.tool", "examples/a/script.py/inner.sh", "examples/a/tool",
		"examples/go/broken/broken.go", "examples/go/prog.go", "examples/go/spaced/spaced.go",
		// Broken, which the build reports: no func main in the folder, no package clause.
		"examples/go/part/part.go", "examples/go/quoted/quoted.go", "examples/go/nonsense/nothing.go", "examples/go/empty.go",
	}, ids(c))
	assert.Empty(t, problems(c))
}

func TestInclude(t *testing.T) {
	tree := files{
		"examples/A01/hello/run.php":     "",
		"examples/A01/hello/lib.php":     "",
		"examples/A01/.hid/run.php":      "",
		"examples/A01/vendor/x/run.php":  "",
		"examples/_support/x/run.php":    "",
		"examples/tools/x.sh":            "",
		"examples/tools/.y.sh":           "",
		"examples/tools/deep/z.sh":       "",
		"examples/.github/wf/build.sh":   "",
		"examples/.github/.git/build.sh": "",
	}
	for name, tt := range map[string]struct {
		include string
		want    []string
	}{
		"literal name":         {`["**/run.php"]`, []string{"examples/A01/hello", "examples/_support/x"}},
		"named folder":         {`["**/run.php", "**/vendor/*/*.php"]`, []string{"examples/A01/hello", "examples/A01/vendor/x", "examples/_support/x"}},
		"hidden not named":     {`["**/*.sh"]`, []string{"examples/tools/deep/z.sh", "examples/tools/x.sh"}},
		"hidden files named":   {`["**/.*.sh"]`, []string{"examples/tools/.y.sh"}},
		"hidden folder named":  {`[".github/**/*.sh"]`, []string{"examples/.github/wf/build.sh"}},
		"hidden in braces":     {`["{.github,tools}/*/*.sh"]`, []string{"examples/.github/wf/build.sh", "examples/tools/deep/z.sh"}},
		"two extensions":       {`["tools/*.{sh,php}"]`, []string{"examples/tools/x.sh"}},
		"dot slash":            {`["./tools/*.sh"]`, []string{"examples/tools/x.sh"}},
		"not one extension":    {`["tools/x*"]`, []string{"examples/tools/x.sh"}},
		"part of a name":       {`["tools/?.sh"]`, []string{"examples/tools/x.sh"}},
		"one folder, any file": {`["tools/**"]`, []string{"examples/tools/deep/z.sh", "examples/tools/x.sh"}},
		"whole path":           {`["tools/x.sh"]`, []string{"examples/tools/x.sh"}},
		"several patterns":     {`["**/x.*", "**/*.sh"]`, []string{"examples/tools/deep/z.sh", "examples/tools/x.sh"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := discover(t, "sources: [{path: examples, include: "+tt.include+"}]", tree)
			assert.ElementsMatch(t, tt.want, ids(c))
			assert.Empty(t, problems(c))
		})
	}
}

func TestExclude(t *testing.T) {
	tree := files{"s/a/x.sh": "", "s/b/x.sh": "", "s/b/y.sh": "", "s/_support/deep/z.sh": ""}
	for exclude, want := range map[string][]string{
		`["_support/**"]`:          {"s/a/x.sh", "s/b/x.sh", "s/b/y.sh"},
		`["_support/"]`:            {"s/a/x.sh", "s/b/x.sh", "s/b/y.sh"},
		`["./_support", "**/y.*"]`: {"s/a/x.sh", "s/b/x.sh"},
		`["**"]`:                   {},
	} {
		c := discover(t, "sources: [{path: s, exclude: "+exclude+"}]", tree)
		assert.Equal(t, want, ids(c), exclude)
	}
}

func TestIncludeIf(t *testing.T) {
	tree := files{
		"s/a.go": "// run\n\npackage main\n\nfunc main() {}\n",
		"s/b.go": "\xef\xbb\xbf// run\r\n\r\npackage main\n\nfunc main() {}\n",
		"s/c.go": "// errorcheck\n\npackage main\n\nfunc main() {}\n",
		"s/d.go": "package main\n// run\n\nfunc main() {}\n",
		"s/e.go": "",
		"s/f.go": "// run",
	}
	c := discover(t, "sources: [{path: s, include: ['**/*.go'], include-if: '^// run$'}]", tree)
	assert.Equal(t, []string{"s/a.go", "s/b.go", "s/f.go"}, ids(c))

	c = discover(t, "sources:\n  - path: s\n    include-if: '^// never$'\n", tree)
	assert.Empty(t, c.Examples)
	assert.Equal(t, []string{`hub.yaml:3:17: no file has a first line that matches "^// never$"`}, problems(c))
}

func TestLinks(t *testing.T) {
	c := discover(t, oneSource, files{
		"outside/far.sh":              "",
		"outside/data.txt":            "",
		"examples/a/real.sh":          "",
		"examples/a/link.sh":          "-> real.sh",
		"examples/a/script":           "#!/bin/sh\n",
		"examples/a/noext":            "-> script",
		"examples/a/far.sh":           "-> ../../outside/far.sh",
		"examples/a/far.txt":          "-> ../../outside/data.txt",
		"examples/a/gone.sh":          "-> nowhere.sh",
		"examples/a/gone.txt":         "-> nowhere.txt",
		"examples/a/.#lock.sh":        "-> me@host.1234",
		"examples/a/self.sh":          "-> self.sh",
		"examples/a/loop":             "-> ..",
		"examples/a/away":             "-> ../../outside",
		"examples/a/sub/node_modules": "-> ../../../outside",
		"examples/a/tofolder.sh":      "-> sub",
	})
	assert.Equal(t, []string{"examples/a/gone.sh", "examples/a/link.sh", "examples/a/noext", "examples/a/real.sh", "examples/a/script", "examples/a/self.sh"}, ids(c))
	assert.Equal(t, []string{
		"examples/a/away: the symbolic link leads to a folder outside the source and is not followed",
		"examples/a/far.sh: the symbolic link leads out of the source: ignored",
		"examples/a/gone.txt: the symbolic link is broken: ignored",
	}, problems(c))
	assert.Equal(t, &hub.Error{Type: hub.ErrUnreadable, File: "examples/a/gone.sh", Message: "the symbolic link is broken"}, byID(t, c, "examples/a/gone.sh").Invalid)
	assert.Contains(t, byID(t, c, "examples/a/self.sh").Invalid.Message, "the symbolic link cannot be followed: ")
}

// The first line of a broken link is as unknown as that of an unreadable file.
func TestBrokenLinkUnderACondition(t *testing.T) {
	c := discover(t, "sources: [{path: s, include-if: '^# run$'}]", files{"s/a.sh": "# run\n", "s/gone.sh": "-> nowhere", "s/gone.txt": "-> nowhere"})
	assert.Equal(t, []string{"s/a.sh"}, ids(c))
	assert.Equal(t, []string{
		"s/gone.txt: the symbolic link is broken: ignored",
		"s/gone.sh: the file cannot be read, so it is unknown whether it is an example: the symbolic link is broken [incomplete]",
	}, problems(c))
}

func TestSourceThatIsALink(t *testing.T) {
	c := discover(t, "sources: [{path: linked}, {path: real}]", files{
		"real/a/x.sh": "", "real/a/y.sh": "-> x.sh", "linked": "-> real",
	})
	assert.Equal(t, []string{"linked/a/x.sh", "linked/a/y.sh"}, ids(c), "one file is one example, of the first source")
	assert.Empty(t, problems(c))
}

func TestOverlappingSources(t *testing.T) {
	tree := files{"s/a/x.sh": "", "s/a/y.py": "", "s/b/z.sh": "", "s/b/notes.txt": ""}
	c := discover(t, `
sources:
  - {path: s/a, include: ["*.sh"], group: first}
  - {path: s, group: second}
  - {path: s/b, include: ["*"], group: third, runner: sh}
`, tree)
	got := map[string]string{}
	for _, e := range c.Examples {
		got[e.ID] = e.Group
	}
	assert.Equal(t, map[string]string{"s/a/x.sh": "first", "s/a/y.py": "second", "s/b/z.sh": "second", "s/b/notes.txt": "third"}, got)
	assert.Empty(t, problems(c))
}

func TestSourceWithRunnerTakesItsOwn(t *testing.T) {
	tree := files{"s/x.sh": "", "s/y.py": "", "s/z": "#!/usr/bin/env python3.12\n", "s/w": "#!/bin/sh\n"}
	c := discover(t, "sources: [{path: s, runner: python}]", tree)
	assert.Equal(t, []string{"s/y.py", "s/z"}, ids(c))

	c = discover(t, "sources: [{path: s, runner: mine}]\nrunners: {mine: {command: [mine, '{file}']}}", tree)
	assert.Equal(t, []string{"s/w", "s/x.sh", "s/y.py", "s/z"}, ids(c), "a runner that knows no files takes all that any runner knows")
}

func TestConfiguredNamesAreEntries(t *testing.T) {
	c := discover(t, oneSource+"runners: {jest: {command: [jest, '{file}'], match: ['*.test.js']}}", files{"examples/x.test.js": "", "examples/y.spec.js": ""})
	require.Equal(t, []string{"examples/x.test.js"}, ids(c))
	assert.Equal(t, "jest", c.Examples[0].Runner)
}

func TestIncludeWithoutMatch(t *testing.T) {
	c := discover(t, `sources:
  - path: s
    include: ["*.php", "*.pyy", "a/*.sh"]
`, files{"s/x.php": "", "s/x.py": "", "s/a/x.sh/": ""})
	assert.Equal(t, []string{"s/x.php"}, ids(c))
	assert.Equal(t, []string{
		`hub.yaml:3:24: the glob "*.pyy" matches no file in s (did you mean *.py?)`,
		`hub.yaml:3:33: the glob "a/*.sh" matches no file in s`,
	}, problems(c))
	assert.False(t, c.Incomplete())
}

func TestMistakesInSources(t *testing.T) {
	root := plant(t, files{"examples/x.sh": "", "file": ""})
	cfg := configure(t, root, "sources:\n  - path: exmples\n  - path: file\n  - path: examples\n  - {path: nowhere/near}\n")
	_, err := Discover(cfg, nil)
	require.EqualError(t, err, `hub.yaml:2:11: the source folder exmples does not exist (did you mean "examples"?)
hub.yaml:3:11: file is not a folder; a source must be a folder, and include selects files in it
hub.yaml:5:12: the source folder nowhere/near does not exist`)

	cfg = configure(t, root, oneSource)
	cfg.Sources[0].Include = []string{"[", "*"}
	_, err = Discover(cfg, nil)
	require.ErrorContains(t, err, `"[" is not a valid glob`)
	cfg.Sources[0].Include, cfg.Sources[0].Exclude = nil, []string{"{"}
	_, err = Discover(cfg, nil)
	require.ErrorContains(t, err, `"{" is not a valid glob`)
	cfg.Sources[0].Exclude, cfg.Sources[0].IncludeIf = nil, "("
	_, err = Discover(cfg, nil)
	require.ErrorContains(t, err, `"(" is not a valid regular expression`)
}

func TestNoExamplesIsNoError(t *testing.T) {
	c := discover(t, oneSource, files{"examples/": ""})
	assert.Empty(t, c.Examples)
	assert.Empty(t, c.Problems)

	cfg := configure(t, plant(t, files{"cookbook/x.sh": ""}), "sources: [{path: examples}, {path: cookbook}]")
	cfg.File = ""
	c, err := Discover(cfg, nil)
	require.NoError(t, err, "without a hub.yaml the folder examples is optional")
	assert.Equal(t, []string{"cookbook/x.sh"}, ids(c))
}

func TestSourceOutsideTheRoot(t *testing.T) {
	outside := plant(t, files{"ken/array.go": "// run\n\npackage main\n\nfunc main() {}\n", "ken/gone.sh": "-> nowhere"})
	c, err := Discover(configure(t, t.TempDir(), "sources: [{path: '"+filepath.ToSlash(outside)+"'}]"), nil)
	require.NoError(t, err)
	require.Equal(t, []string{"ken/array.go", "ken/gone.sh"}, ids(c))
	e := c.Examples[0]
	assert.Equal(t, "ken/array.go", e.Path)
	assert.Equal(t, "ken", e.Group)
	assert.Equal(t, filepath.Join(outside, "ken", "array.go"), e.File)
	assert.Equal(t, []string{"go", "build", "-o", "{bin}", "array.go"}, e.Build)
	assert.Equal(t, []string{"{bin}"}, e.Argv)
	assert.Equal(t, "the symbolic link is broken", c.Examples[1].Invalid.Message)
	assert.Empty(t, problems(c))
}
