package catalog

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// A file represents its folder if it is the only one with an entry name.
func TestMainFile(t *testing.T) {
	for name, tt := range map[string]struct {
		tree    files
		entry   string
		example string
		want    string
	}{
		"alone":                        {files{"s/a/run.sh": ""}, "", "s/a/run.sh", "s/a"},
		"beside other names":           {files{"s/a/run.sh": "", "s/a/lib.sh": ""}, "", "s/a/run.sh", "s/a"},
		"the others keep theirs":       {files{"s/a/run.sh": "", "s/a/lib.sh": ""}, "", "s/a/lib.sh", "s/a/lib.sh"},
		"two entry names":              {files{"s/a/run.sh": "", "s/a/main.py": ""}, "", "s/a/run.sh", "s/a/run.sh"},
		"two of one stem":              {files{"s/a/main.js": "", "s/a/main.py": ""}, "", "s/a/main.py", "s/a/main.py"},
		"by its #! line":               {files{"s/a/run.sh": "", "s/a/main.tool": "#!/bin/sh\n"}, "", "s/a/run.sh", "s/a/run.sh"},
		"no runner's":                  {files{"s/a/run.sh": "", "s/a/main.css": "", "s/a/index.html": "<p>", "s/a/run.log": ""}, "", "s/a/run.sh", "s/a"},
		"a sidecar":                    {files{"s/a/example.sh": "", "s/a/example.yaml": "title: x\n"}, "", "s/a/example.sh", "s/a"},
		"made of TypeScript":           {files{"s/a/main.ts": "", "s/a/main.js": "", "s/a/main.d.ts": "", "s/a/main.js.map": ""}, "", "s/a/main.ts", "s/a"},
		"compiler output":              {files{"s/a/main.ts": "", "s/a/main.js": ""}, "", "s/a/main.js", "s/a/main.js"},
		"built":                        {files{"s/a/main.go": "package main\n\nfunc main() {}\n", "s/a/main.o": "\x7fELF", "s/a/main": "\x7fELF", "s/a/main.exe": "MZ"}, "", "s/a/main.go", "s/a"},
		"tests and declarations":       {files{"s/a/main.js": "", "s/a/main.test.js": "", "s/a/run.min.js": ""}, "", "s/a/main.js", "s/a"},
		"a folder of that name":        {files{"s/a/run.sh": "", "s/a/main.py/x.txt": ""}, "", "s/a/run.sh", "s/a"},
		"in the source's own folder":   {files{"s/run.sh": ""}, "", "s/run.sh", "s/run.sh"},
		"deep":                         {files{"s/a/b/c/index.js": ""}, "", "s/a/b/c/index.js", "s/a/b/c"},
		"another case":                 {files{"s/a/Main.java": ""}, "", "s/a/Main.java", "s/a/Main.java"},
		"configured":                   {files{"s/a/start.sh": "", "s/a/run.sh": ""}, "start.sh", "s/a/start.sh", "s/a"},
		"no longer one":                {files{"s/a/start.sh": "", "s/a/run.sh": ""}, "start.sh", "s/a/run.sh", "s/a/run.sh"},
		"any name":                     {files{"s/a/x.sh": ""}, "'*'", "s/a/x.sh", "s/a"},
		"any name, twice":              {files{"s/a/x.sh": "", "s/a/y.py": ""}, "'*'", "s/a/x.sh", "s/a/x.sh"},
		"digits":                       {files{"s/7/run.sh": ""}, "", "s/7/run.sh", "s/7"},
		"hidden files have no such":    {files{"s/a/run.sh": "", "s/a/.main.sh": ""}, "", "s/a/run.sh", "s/a"},
		"the name alone is not enough": {files{"s/a/run": "#!/bin/sh\n"}, "", "s/a/run", "s/a/run"},
	} {
		t.Run(name, func(t *testing.T) {
			yaml := "sources: [{path: s}]"
			if tt.entry != "" {
				yaml = "sources: [{path: s, entry: [" + tt.entry + "]}]"
			}
			c := discover(t, yaml, tt.tree)
			for _, e := range c.Examples {
				if e.Path == tt.example {
					assert.Equal(t, tt.want, e.ID)
					assert.Equal(t, tt.want, e.Unit())
					return
				}
			}
			require.Fail(t, "no example", "%s is not among %q", tt.example, ids(c))
		})
	}
}

// A file without a runner represents its folder if its full name is configured,
// and is an example if an include takes it.
func TestMainFileByFullName(t *testing.T) {
	tree := files{"s/a/prog": "", "s/a/notes": "", "s/b/prog": "", "s/b/start": ""}
	c := discover(t, "sources: [{path: s, include: ['**'], entry: [prog, start], runner: sh}]", tree)
	assert.Equal(t, []string{"s/a", "s/a/notes", "s/b/prog", "s/b/start"}, sorted(ids(c)))
}

// Two files with one stem are two examples, whatever includes match them and
// their neighbours.
func TestPathIDsDoNotDependOnIncludes(t *testing.T) {
	tree := files{"s/hello.py": "", "s/hello.js": "", "s/chan/a.py": "", "s/chan/b.py": "", "s/x/run.php": "", "s/x/lib.php": "", "s/y/run.php": "", "s/y/main.py": ""}
	want := map[string]string{
		"s/hello.py": "s/hello.py", "s/hello.js": "s/hello.js", "s/chan/a.py": "s/chan/a.py", "s/chan/b.py": "s/chan/b.py",
		"s/x/run.php": "s/x", "s/x/lib.php": "s/x/lib.php", "s/y/run.php": "s/y/run.php", "s/y/main.py": "s/y/main.py",
	}
	for include, n := range map[string]int{
		"": 8, `"*.py", "*.js"`: 2, `"chan/a.py", "chan/b.py"`: 2, `"chan/a.py"`: 1, `"**/*.php"`: 3, `"**/run.php"`: 2, `"x/run.php"`: 1, `"y/run.php"`: 1, `"**/run.*", "**/main.*"`: 3, `"**"`: 8,
	} {
		c := discover(t, "sources: [{path: s, include: ["+include+"]}]", tree)
		assert.Len(t, c.Examples, n, include)
		for _, e := range c.Examples {
			assert.Equal(t, want[e.Path], e.ID, include)
		}
		assert.Empty(t, c.Findings)
	}
}

// Where sources overlap, the first one that contains a file determines its ID,
// whichever takes it.
func TestOverlappingSourcesGiveOneID(t *testing.T) {
	tree := files{"s/a/run.sh": "", "s/a/b/run.sh": ""}
	for _, include := range []string{"", ", include: [b/run.sh]", ", include: [run.sh]", ", include: ['*.py']"} {
		c := discover(t, "sources: [{path: s/a"+include+"}, {path: s}]", tree)
		assert.Equal(t, []string{"s/a/b", "s/a/run.sh"}, sorted(ids(c)), include)
	}
}

func TestDuplicateIDs(t *testing.T) {
	c := discover(t, "sources: [{path: s}, {path: t}]", files{
		"s/b.py":     "# ---\n# id: twin\n# ---\n",
		"t/c.py":     "# ---\n# title: x\n# id: twin\n# ---\n",
		"t/d/run.py": "", "t/d/example.yaml": "id: twin\n",
		"t/e.py": "# ---\n# id: s/f.py\n# ---\n", "s/f.py": "",
		"t/g.py": "# ---\n# id: t/g.py\n# ---\n",
		// An example that falls back to the ID of its path takes it from one that has it by metadata.
		"s/h.py": "# ---\n# id: twin2\n# ---\n", "s/i.py": "# ---\n# id: twin2\n# ---\n", "s/j.py": "# ---\n# id: s/h.py\n# ---\n", "s/k.py": "# ---\n# id: s/j.py\n# ---\n",
		// The ID of its path is free, because it has another one.
		"s/l.py": "# ---\n# id: lone\n# ---\n", "s/m.py": "# ---\n# id: s/l.py\n# ---\n",
	})
	want := map[string]string{
		"s/b.py":     `s/b.py:2:7: the id "twin" of s/b.py is also the id of t/c.py and 1 more; give each a different one (until then its ID is "s/b.py", from the path)`,
		"t/c.py":     `t/c.py:3:7: the id "twin" of t/c.py is also the id of s/b.py and 1 more; give each a different one (until then its ID is "t/c.py", from the path)`,
		"t/d/run.py": `t/d/example.yaml:1:5: the id "twin" of t/d/run.py is also the id of s/b.py and 1 more; give each a different one (until then its ID is "t/d", from the path)`,
		"t/e.py":     `t/e.py:2:7: the id "s/f.py" is also the ID of s/f.py, from its path; give t/e.py a different one`,
		"s/h.py":     `s/h.py:2:7: the id "twin2" of s/h.py is also the id of s/i.py; give each a different one (until then its ID is "s/h.py", from the path)`,
		"s/i.py":     `s/i.py:2:7: the id "twin2" of s/i.py is also the id of s/h.py; give each a different one (until then its ID is "s/i.py", from the path)`,
		"s/j.py":     `s/j.py:2:7: the id "s/h.py" is also the ID of s/h.py, from its path; give s/j.py a different one`,
		"s/k.py":     `s/k.py:2:7: the id "s/j.py" is also the ID of s/j.py, from its path; give s/k.py a different one`,
	}
	idOf := map[string]string{"t/d/run.py": "t/d", "s/l.py": "lone", "s/m.py": "s/l.py"}
	found := map[string]string{}
	for _, f := range c.Findings {
		found[f.ID] = f.String()
		assert.False(t, f.Warning)
	}
	for _, e := range c.Examples {
		id := idOf[e.Path]
		if id == "" {
			id = e.Path
		}
		assert.Equal(t, id, e.ID)
		assert.Nil(t, e.Invalid, e.Path)
		if want[e.Path] == "" {
			assert.Nil(t, e.Fault, e.Path)
			continue
		}
		if assert.NotNil(t, e.Fault, e.Path) {
			assert.Equal(t, hub.ErrInvalidMeta, e.Fault.Type)
			assert.Equal(t, want[e.Path], found[e.ID])
			assert.Equal(t, want[e.Path], Finding{File: e.Fault.File, Line: e.Fault.Line, Column: e.Fault.Column, Message: e.Fault.Message}.String())
		}
	}
	assert.Len(t, c.Findings, len(want))
}

// The example can run, whatever its id.
func TestUnusableIDsRun(t *testing.T) {
	c := discover(t, oneSource, files{
		"examples/a.sh": "# ---\n# id: 5265\n# skip: costs money\n# ---\n", "examples/b.sh": "# ---\n# id: ''\n# ---\n", "examples/c.sh": "# ---\n# id:\n# title: t\n# ---\n",
		"examples/d.sh": "# ---\n# id: \"a\\nb\"\n# ---\n", "examples/e/run.sh": "# ---\n# title: x\n#   # why\n# id:   [a]\n# ---\n", "examples/f.sh": "# ---\n# id: 0123\n# timeout: soon\n# ---\n",
		"examples/g.sh": "# ---\n# id: 1e3\n# title: [\n# ---\n",
	})
	assert.Equal(t, []string{"5265", "0123", "1e3", "examples/e", "examples/b.sh", "examples/c.sh", "examples/d.sh"}, sortedBy(c))
	for path, want := range map[string]string{
		"examples/b.sh":     `examples/b.sh:2:7: the id is empty; set one, or remove the key (until then its ID is "examples/b.sh", from the path)`,
		"examples/c.sh":     `examples/c.sh:2:6: the id has no value; set one, or remove the key (until then its ID is "examples/c.sh", from the path)`,
		"examples/d.sh":     `examples/d.sh:2:7: the id "a\nb" contains the control character U+000A; remove it (until then its ID is "examples/d.sh", from the path)`,
		"examples/e/run.sh": `examples/e/run.sh:4:9: the id must be a string or a number, not a list (until then its ID is "examples/e", from the path)`,
	} {
		for _, e := range c.Examples {
			if e.Path == path && assert.NotNil(t, e.Fault, path) {
				assert.Nil(t, e.Invalid)
				assert.Equal(t, want, Finding{File: e.Fault.File, Line: e.Fault.Line, Column: e.Fault.Column, Message: e.Fault.Message}.String())
			}
		}
	}
	assert.Equal(t, "costs money", byID(t, c, "5265").Skip)
	assert.Equal(t, "examples/a.sh", byID(t, c, "5265").PathID)
	assert.NotNil(t, byID(t, c, "0123").Invalid)
	assert.NotNil(t, byID(t, c, "1e3").Invalid)
}

// sortedBy returns the IDs: given ones first, in the order of their files.
func sortedBy(c *Catalog) []string {
	var given, paths []string
	for _, e := range c.Examples {
		if e.PathID != "" {
			given = append(given, e.ID)
		} else {
			paths = append(paths, e.ID)
		}
	}
	return append(given, paths...)
}

// Files of two sources outside the project can have the same relative path.
func TestPathsOutsideAreUnique(t *testing.T) {
	base := t.TempDir()
	grow(t, base, files{"one/x.py": "", "two/x.py": "", "two/y.py": "", "project/y.py": "", "project/z.py": ""})
	root := filepath.Join(base, "project")
	c, err := Discover(configure(t, root, "sources: [{path: ../one}, {path: ../two}, {path: .}]"), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"../one/x.py", "../two/x.py", "../two/y.py", "y.py", "z.py"}, sorted(ids(c)))
	assert.Empty(t, c.Findings)
}

// A sidecar belongs to the file that represents its folder, whatever other
// examples are there.
func TestSidecarBelongsToTheMainFile(t *testing.T) {
	tree := files{"s/a/run.sh": "", "s/a/lib.sh": "", "s/a/example.yaml": "id: mine\nskip: costs money\n"}
	c := discover(t, "sources: [{path: s}]", tree)
	require.Equal(t, []string{"mine", "s/a/lib.sh"}, sorted(ids(c)))
	assert.Equal(t, "costs money", byID(t, c, "mine").Skip)
	assert.Empty(t, byID(t, c, "s/a/lib.sh").Skip)
	c = discover(t, "sources: [{path: s, include: ['**/run.sh']}]", tree)
	require.Equal(t, []string{"mine"}, ids(c))
	c = discover(t, "sources: [{path: s, include: ['**/lib.sh']}]", tree)
	require.Equal(t, []string{"s/a/lib.sh"}, ids(c))
	assert.Equal(t, "costs money", c.Examples[0].Skip, "the rest of it counts as before")
	assert.Contains(t, c.Examples[0].Fault.Message, "the id belongs to run.sh, the entry file of the folder")
}

// An override with a former ID still matches, with a warning: a lost skip could
// run something expensive.
func TestFormerIDsInOverrides(t *testing.T) {
	c := discover(t, `
sources: [{path: s, include: ["**/*.py", "**/*.js", "x.rb"]}]
overrides:
  - match: {id: s/hello}
    skip: costs money
  - match: {id: [nothing, "s/d/*"], path: "**/*.js"}
    skip: by a glob
  - match: {id: s/e}
    skip: by its path
  - match: {id: "s/*"}
    timeout: 3s
`, files{"s/hello.py": "", "s/d/a.js": "", "s/d/b.js": "", "s/d/c.py": "", "s/e.py": "# ---\n# id: 42\n# ---\n", "s/x.rb": ""})
	skips := map[string]string{}
	for _, e := range c.Examples {
		skips[e.ID] = e.Skip
		assert.Equal(t, e.Path == "s/hello.py" || e.Path == "s/x.rb" || e.ID == "42", e.Settings.Timeout.Seconds() == 3, e.ID)
	}
	assert.Equal(t, map[string]string{"s/hello.py": "costs money", "s/d/a.js": "by a glob", "s/d/b.js": "by a glob", "s/d/c.py": "", "42": "by its path", "s/x.rb": ""}, skips)
	assert.Equal(t, []string{
		`hub.yaml:4:17: "s/hello" matches s/hello.py by its former ID "s/hello"; write its present ID "s/hello.py" (the next version matches no former IDs)`,
		`hub.yaml:8:17: "s/e" matches s/e.py by its former ID "s/e"; write its present ID "42" (the next version matches no former IDs)`,
		`hub.yaml:10:17: "s/*" matches s/e.py by its former ID "s/e"; write its present ID "42" (the next version matches no former IDs)`,
	}, problems(c))
}

// An override with the ID of a folder that an example represented still matches
// when a second candidate is added, with a warning; a glob matches as usual.
func TestFolderIDsInOverrides(t *testing.T) {
	config := oneSource + `overrides:
  - match: {id: [examples/x, examples/y]}
    skip: costs money
  - match: {id: "examples/*"}
    timeout: 3s
`
	tree := files{"examples/x/run.sh": "", "examples/x/helper.sh": "", "examples/y/run.sh": ""}
	c := discover(t, config, tree)
	require.Equal(t, []string{"examples/x/helper.sh", "examples/x", "examples/y"}, ids(c))
	tree["examples/x/index.js"] = ""
	c = discover(t, config, tree)
	require.Equal(t, []string{"examples/x/helper.sh", "examples/x/index.js", "examples/x/run.sh", "examples/y"}, ids(c))
	for _, e := range c.Examples {
		assert.Equal(t, e.ID == "examples/x/helper.sh", e.Skip == "", e.ID)
		assert.Equal(t, e.ID == "examples/y", e.Settings.Timeout.Seconds() == 3, e.ID)
	}
	assert.Equal(t, []string{
		`hub.yaml:3:18: "examples/x" matches examples/x/index.js by its former ID "examples/x"; write its present ID "examples/x/index.js", and 1 more likewise (the next version matches no former IDs)`,
	}, problems(c))
}

// An override for one of two examples with the same ID applies to both: neither
// may run because of the fault.
func TestOverridesOfDuplicates(t *testing.T) {
	c := discover(t, oneSource+"overrides: [{match: {id: twin}, skip: costs money}]", files{"examples/a.sh": "# ---\n# id: twin\n# ---\n", "examples/b.sh": "# ---\n# id: twin\n# ---\n"})
	for _, e := range c.Examples {
		assert.Equal(t, "costs money", e.Skip, e.ID)
	}
	assert.Empty(t, problems(c))
}

func TestFindings(t *testing.T) {
	c := discover(t, oneSource, files{
		"examples/a.py":           "\"\"\"\n---\ntimout: 3s\nauthor: me\nskip: 'no'\n---\n\"\"\"\n",
		"examples/b.py":           "#  ---\n#    timeout: soon\n#    retries: -1\n#    retires: 1\n#  ---\n",
		"examples/c/run.py":       "",
		"examples/c/example.yaml": "title: x\ntimout: 1s\nlimit: none\n",
		"examples/d.py":           "# ---\n# title: [\n# ---\n",
	})
	var got []string
	for _, f := range c.Findings {
		text := f.String()
		if f.Warning {
			text = "warning: " + text
		}
		got = append(got, f.ID+" "+text)
	}
	assert.Equal(t, []string{
		`examples/c warning: examples/c/example.yaml:2:1: unknown key "timout" has no effect (did you mean "timeout"?)`,
		`examples/c examples/c/example.yaml:3:1: limit "none" is not defined in hub.yaml`,
		`examples/a.py warning: examples/a.py:3:1: unknown key "timout" has no effect (did you mean "timeout"?)`,
		`examples/a.py warning: examples/a.py:5:7: skip: the string "no" means false, so the example is not skipped; write false without quotes`,
		`examples/b.py warning: examples/b.py:4:6: unknown key "retires" has no effect (did you mean "retries"?)`,
		`examples/b.py examples/b.py:2:15: timeout: "soon" is not a duration: write it like 90s, 5m, 1h30m, 30d, 2w or "1 month"`,
		`examples/b.py examples/b.py:3:15: retries: must be 0 or more, not -1`,
		`examples/d.py examples/d.py:2:3: invalid YAML: did not find expected node content`,
	}, got)
	assert.Empty(t, byID(t, c, "examples/a.py").Skip)
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}
