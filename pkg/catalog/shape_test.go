package catalog

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSupportFilesAreNoExamples(t *testing.T) {
	tree := files{"examples/hello.py": "", "examples/__main__.py": "", "examples/_.py": "", "examples/__x__.py": "", "examples/contest.py": "", "examples/test_all.py": "",
		"examples/boot.php": "<?php", "examples/bootstrap.js": "", "examples/bootstrap.php": "<?php", "examples/_helpers.py": "", "examples/client_test.py": "", "examples/conftest.py": "",
		"examples/_support/a.py": "", "examples/a/fixtures/a.py": "", "examples/a/testdata/a.py": "", "examples/a/third_party/a.py": "", "examples/a/vendor/a.py": "", "examples/a/fixture.py": ""}
	c := discover(t, oneSource, tree)
	assert.ElementsMatch(t, []string{"examples/hello.py", "examples/__main__.py", "examples/_.py", "examples/__x__.py", "examples/contest.py", "examples/test_all.py",
		"examples/bootstrap.js", "examples/a/fixture.py"}, ids(c))
	support := []string{"examples/_helpers.py", "examples/boot.php", "examples/bootstrap.php", "examples/client_test.py"}
	folders := []string{"examples/_support", "examples/a/fixtures", "examples/a/testdata", "examples/a/third_party"}
	assert.Equal(t, []Shape{{Path: "examples", Support: support, Folders: folders}}, c.Shapes)
	assert.Equal(t, 8, c.NoExamples())
	assert.Equal(t, "examples: left out by name or place: 4 support files: examples/_helpers.py, examples/boot.php, examples/bootstrap.php and 1 more; 4 support folders: examples/_support, examples/a/fixtures, examples/a/testdata and 1 more; to run them, name them under include in hub.yaml", c.Shapes[0].LeftOut())
	assert.Empty(t, c.Problems)

	// An include takes what it matches, and a runner the files that it is for.
	c = discover(t, "sources: [{path: examples, include: ['**/*_test.py', '_support/*', 'a/fixtures/*', boot.php]}]\n", tree)
	assert.ElementsMatch(t, []string{"examples/client_test.py", "examples/_support/a.py", "examples/a/fixtures/a.py", "examples/boot.php"}, ids(c))
}

func TestTranscriptsAreNoScripts(t *testing.T) {
	tree := files{"examples/hello.sh": "$ go run hello.go\nhello\n", "examples/said.sh": "# Run it.\n\n#\n\t$ go run said.go\n", "examples/says.sh": "# Run it:\necho\n$ x\n", "examples/real.sh": "# $ x\necho\n", "examples/dollar.sh": "$cmd\n", "examples/hello.pl": "$ x = 1;",
		"examples/line.sh": "#!/bin/sh\n$ x\n", "examples/tool.bash": "$ yes\ny\n", "examples/long.sh": fmt.Sprintf("$ %0600d\n", 1)}
	// Long first lines are not kept, and decide all the same.
	c := discover(t, oneSource, tree)
	scripts := []string{"examples/dollar.sh", "examples/hello.pl", "examples/line.sh", "examples/real.sh", "examples/says.sh"}
	assert.ElementsMatch(t, scripts, ids(c))
	assert.Equal(t, []string{"examples/hello.sh", "examples/long.sh", "examples/said.sh", "examples/tool.bash"}, c.Shapes[0].Transcripts)
	assert.Empty(t, c.Problems)

	c = discover(t, "sources: [{path: examples, include: ['**/*.{sh,pl}']}]\n", tree)
	assert.ElementsMatch(t, scripts, ids(c))
	require.Len(t, c.Problems, 1)
	assert.Equal(t, `examples: 3 transcripts are left out: the first line begins with "$ ", so the file records a shell session`, c.Problems[0].String())

	// An include that names one takes it, and so does a runner for its name.
	c = discover(t, "sources: [{path: examples, include: [hello.sh]}]\n", tree)
	assert.Equal(t, []string{"examples/hello.sh"}, ids(c))
	c = discover(t, oneSource+"runners: {console: {match: ['h*.sh'], command: [cat, '{file}']}}\n", tree)
	assert.Contains(t, ids(c), "examples/hello.sh")
}

func TestShapeOfGuessedSources(t *testing.T) {
	programs := files{"examples/a/run.php": "", "examples/a/lib/x.php": "", "examples/b/c/run.php": "", "examples/b/c/data.php": "", "examples/d/main.py": "", "examples/d/util.py": ""}
	with := func(more files) files {
		out := files{}
		for _, tree := range []files{programs, more} {
			for name, text := range tree {
				out[name] = text
			}
		}
		return out
	}
	many := files{}
	for i := range maxParts + 1 {
		many[fmt.Sprintf("examples/a/%d.php", i)] = ""
	}
	strayed := func(n int) files {
		out := files{"examples/Support/x.sh": ""}
		for i := range n {
			out[fmt.Sprintf("examples/%d/run.sh", i)] = ""
		}
		return out
	}
	for name, c := range map[string]struct {
		tree files
		want Shape
	}{
		"each has a folder":            {programs, Shape{Path: "examples", Include: []string{"**/main.py", "**/run.php"}, Parts: 3}},
		"nothing beside":               {files{"examples/a/run.sh": "", "examples/b/run.sh": "", "examples/c/run.sh": ""}, Shape{Path: "examples", Include: []string{"**/run.sh"}}},
		"one without a folder":         {with(files{"examples/flat.py": ""}), Shape{Path: "examples"}},
		"one in a folder of no entry":  {with(files{"examples/b/other.py": ""}), Shape{Path: "examples"}},
		"a folder with many":           {with(many), Shape{Path: "examples"}},
		"two entries in a folder":      {with(files{"examples/e/main.py": "", "examples/e/run.py": ""}), Shape{Path: "examples"}},
		"too few":                      {files{"examples/a/main.py": "", "examples/a/x.py": "", "examples/b/main.py": ""}, Shape{Path: "examples"}},
		"the root is no such folder":   {files{"examples/main.py": "", "examples/x.py": "", "examples/y.py": ""}, Shape{Path: "examples"}},
		"support is left out as ever":  {with(files{"examples/boot.php": "", "examples/_support/x.php": ""}), Shape{Path: "examples", Include: []string{"**/main.py", "**/run.php"}, Parts: 3, Support: []string{"examples/boot.php"}, Folders: []string{"examples/_support"}}},
		"an entry within another's":    {with(files{"examples/a/sub/run.php": "", "examples/a/sub/y.php": ""}), Shape{Path: "examples", Include: []string{"**/main.py", "**/run.php"}, Parts: 4}},
		"odd names are literal globs":  {files{"examples/a/run.[x].sh": "", "examples/b/run.[x].sh": "", "examples/c/run.[x].sh": ""}, Shape{Path: "examples", Include: []string{`**/run.\[x\].sh`}}},
		"a stray among many":           {strayed(perStray), Shape{Path: "examples", Include: []string{"**/run.sh"}, Strays: []string{"examples/Support/x.sh"}}},
		"too few for a stray":          {strayed(perStray - 1), Shape{Path: "examples"}},
		"a transcript beside an entry": {files{"examples/a/run.go.sh": "", "examples/b/run.sh": "", "examples/c/run.sh": "", "examples/c/x.sh": "$ x\n"}, Shape{Path: "examples", Include: []string{"**/run.go.sh", "**/run.sh"}, Transcripts: []string{"examples/c/x.sh"}}},
	} {
		root := plant(t, c.tree)
		guessed, err := Discover(configure(t, root, "version: 1\n"), nil)
		require.NoError(t, err)
		assert.Empty(t, guessed.Shapes, "Parse finds no sources")
		cfg := configure(t, root, "version: 1\n")
		cfg.Sources = configure(t, root, oneSource).Sources
		guessed, err = Discover(cfg, nil)
		require.NoError(t, err)
		assert.Equal(t, []Shape{c.want}, guessed.Shapes, name)

		// Who has an ID has the same in a source that somebody has named, which takes all;
		// with the include of the shape it is the same examples.
		whole, err := Discover(configure(t, root, oneSource), nil)
		require.NoError(t, err)
		assert.Subset(t, ids(whole), ids(guessed), name)
		assert.Len(t, whole.Examples, len(guessed.Examples)+c.want.Parts+len(c.want.Strays), name)
		if c.want.Include != nil {
			cfg.Sources[0].Include = c.want.Include
			named, err := Discover(cfg, nil)
			require.NoError(t, err)
			assert.Equal(t, ids(guessed), ids(named), name)
		}
	}
}
