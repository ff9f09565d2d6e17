package scaffold

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/survey"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// write makes files below a new folder, and returns that.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return root
}

func noVariable(string) (string, bool) { return "", false }

func TestFoldersAreFoundByName(t *testing.T) {
	root := write(t, map[string]string{
		"examples/a.py": "", "examples/samples/b.py": "", "docs/Cookbook/c.py": "", "pkg/one/demos/d.py": "",
		"pkg/one/two/demos/e.py": "", "node_modules/x/examples/f.py": "", ".hidden/examples/g.py": "", "build/examples/h.py": "", "src/i.py": "",
	})
	found, deeper := folders(root, survey.Look(root, config.BuiltinRunners()))
	assert.Equal(t, []string{"docs/Cookbook", "examples", "pkg/one/demos"}, found)
	assert.Equal(t, []string{"pkg/one/two/demos"}, deeper)
	src := filepath.Join(root, "src")
	found, deeper = folders(src, survey.Look(src, config.BuiltinRunners()))
	assert.Empty(t, found)
	assert.Empty(t, deeper)
}

func TestLookWritesAValidConfiguration(t *testing.T) {
	root := write(t, map[string]string{"examples/a.py": "print(1)\n", "samples/$x/b.rb": "puts 1\n", "demos/notes.txt": ""})
	found, err := Look(root, noVariable)
	require.NoError(t, err)
	assert.Equal(t, []string{"examples", "samples"}, found.Sources)
	assert.Len(t, found.Catalog.Examples, 2)
	assert.Contains(t, found.Text, "sources:\n  - path: \"examples\"               # 1 example: 1 .py\n  - path: \"samples\"                # 1 example: 1 .rb\n    # include:")
	assert.Contains(t, found.Text, "or #! line:\n#   demos\n")
	cfg, err := config.Parse("hub.yaml", []byte(found.Text), root, noVariable)
	require.NoError(t, err)
	require.Len(t, cfg.Overrides, 2)
	assert.Equal(t, hub.Strings{"examples/**/*.py"}, cfg.Overrides[0].Match.Path)
	for _, usual := range [][]string{config.DefaultEntry(), config.UsualSecrets()} {
		assert.Contains(t, found.Text, strings.Join(usual, ", "), "what holds without the key")
	}
}

func TestLookFindsNothing(t *testing.T) {
	root := t.TempDir()
	found, err := Look(root, noVariable)
	require.NoError(t, err)
	assert.Empty(t, found.Sources)
	assert.Empty(t, found.Catalog.Examples)
	assert.Contains(t, found.Text, "# No examples were found; name their folders.")
	assert.NotContains(t, found.Text, "overrides:")
}

func TestOddPathsAreQuotedForYAMLAndGlobs(t *testing.T) {
	odd := config.Source{Path: `a "$X" [1]`}
	with := []folder{{Source: odd, examples: 1, kinds: []survey.Kind{{Ext: ".rb", Files: 1}}, needs: []need{{"ruby", []string{"**/*.rb"}}}}}
	text := (&page{with: with, seen: &survey.Survey{}, old: &old{}}).text()
	cfg, err := config.Parse("hub.yaml", []byte(text), t.TempDir(), noVariable)
	require.NoError(t, err)
	assert.Equal(t, `a "$X" [1]`, cfg.Sources[0].Path)
	assert.Equal(t, hub.Strings{`a "$X" \[1\]/**/*.rb`}, cfg.Overrides[0].Match.Path)
}

func TestNeedsAreNamedForGlobsWithOneCommand(t *testing.T) {
	set := func(names ...string) map[string][]string {
		out := map[string][]string{}
		for _, n := range names {
			out[n] = []string{"by/" + n}
		}
		return out
	}
	many := set("deno", "node")
	many["deno"] = make([]string, maxFiles+1)
	want := []need{{"node", []string{"**/*.js", "**/*.mjs"}}, {"python3", []string{"**/*.py"}}, {"uv", []string{"by/uv"}}}
	assert.Equal(t, want, needsOf(map[string]map[string][]string{
		"*.mjs": set("node"), "*.js": set("node"), "*.py": set("python3"), "*.sh": set("bash", "sh"), "*.rb": set(""), "*.pyw": set("python3", "uv"), "*.ts": many,
	}, map[string]bool{"node": true, "python3": true, "bash": true, "sh": true}))
}

// A #! line alone chooses the runner of a file whose name says nothing; its extension tells
// it from others all the same.
func TestNeedsOfInterpretersWithoutARunner(t *testing.T) {
	found, err := Look(write(t, map[string]string{
		"examples/a.elv": "#!/usr/bin/env elvish\n", "examples/b.elv": "#!/usr/bin/env elvish\n", "examples/c.bts": "#!/opt/bts/bin/bts\n", "examples/tool": "#!/usr/bin/env elvish\n",
		"examples/x.any": "#!/usr/bin/env one\n", "examples/y.any": "#!/usr/bin/env two\n",
	}), noVariable)
	require.NoError(t, err)
	assert.Contains(t, found.Text, "overrides:\n  - match: {path: [\"examples/**/*.elv\"]}\n    needs: {commands: [\"elvish\"]}\n"+
		"  - match: {path: [\"examples/x.any\"]}\n    needs: {commands: [\"one\"]}\n  - match: {path: [\"examples/y.any\"]}\n    needs: {commands: [\"two\"]}\n\n")
}

func TestFirstWordIsACommandOnPath(t *testing.T) {
	assert.Equal(t, "python3", firstWord(&hub.Example{Argv: []string{"python3", "x.py"}}))
	assert.Equal(t, "node>=22.6", firstWord(&hub.Example{Argv: []string{"node", "--experimental-strip-types", "x.ts"}}))
	assert.Equal(t, "cc", firstWord(&hub.Example{Build: []string{"cc", "x.c"}, Argv: []string{"./x"}}))
	for _, e := range []hub.Example{{}, {Argv: []string{"./x"}}, {Argv: []string{`.\x`}}, {Argv: []string{"{out}"}}} {
		assert.Empty(t, firstWord(&e))
	}
}

func TestFileReplacesConfigurationsOnly(t *testing.T) {
	root := write(t, map[string]string{"hub.yaml": "anything", "mine.yaml": "# x\nversion: 1\n", "empty.yaml": "", "script.sh": "echo version: 1\n"})
	for _, name := range []string{"hub.yaml", "mine.yaml", "empty.yaml", "new.yaml"} {
		_, err := File(root, filepath.Join(root, name))
		assert.NoError(t, err, name)
	}
	_, err := File(root, filepath.Join(root, "script.sh"))
	assert.EqualError(t, err, "it is not a hub configuration")
	_, err = File(root, filepath.Join(filepath.Dir(root), "hub.yaml"))
	assert.Error(t, err, "outside of the root")
	var asked *usage.Error
	assert.NotErrorAs(t, err, &asked, "which the command makes of it")
}

func kinds(names ...string) map[string]string {
	out := map[string]string{}
	for _, name := range names {
		for i := range 6 {
			out[strings.Replace(name, "*", string(rune('a'+i)), 1)] = "#\n"
		}
	}
	return out
}

// A repository without a folder of examples may be one: what it has is counted by
// folders, unless they are those of a library.
func TestCollections(t *testing.T) {
	for name, c := range map[string]struct {
		files   map[string]string
		sources []string
	}{
		"topics":                     {kinds("sorts/*.py", "graphs/*.py", "scripts/*.py", "docs/*.py"), []string{"graphs", "sorts"}},
		"too few":                    {map[string]string{"sorts/a.py": "", "graphs/a.py": "", "scripts/a.py": ""}, nil},
		"only one folder":            {kinds("sorts/*.py", "scripts/*.py"), nil},
		"project files":              {map[string]string{"setup.py": "", "noxfile.py": "", "conftest.py": "", "src/x.py": ""}, nil},
		"one with topics":            {kinds("archive/a/*.py", "archive/b/*.py", "archive/c/*.py", "archive/d/*.py", "archive/e/*.py"), []string{"archive"}},
		"one without":                {kinds("archive/*.py", "archive/a/*.py"), nil},
		"one of that name":           {kinds("Some-Name/a/*.py", "extras/*.py", "tests/*.py"), nil},
		"the root":                   {kinds("*.py", "src/*.py"), []string{"."}},
		"the root beside folders":    {kinds("*.py", "sorts/*.py", "graphs/*.py"), []string{".", "graphs", "sorts"}},
		"folders of examples":        {kinds("examples/*.py", "sorts/*.py", "graphs/*.py"), []string{"examples"}},
		"a folder with them by luck": {kinds("a/examples/x.py", "b/*.py", "c/*.py", "d/*.py", "e/*.py"), []string{"a", "b", "c", "d", "e"}},
		"nothing that runs":          {kinds("a/*.kt", "b/*.md"), nil},
	} {
		root := filepath.Join(t.TempDir(), "some_name")
		require.NoError(t, os.Rename(write(t, c.files), root))
		found, err := Look(root, noVariable)
		require.NoError(t, err, name)
		assert.ElementsMatch(t, c.sources, found.Sources, name)
		cfg, err := config.Parse("hub.yaml", []byte(found.Text), root, noVariable)
		require.NoError(t, err, name)
		cat, err := discover(cfg)
		require.NoError(t, err)
		ids := func(all []hub.Example) (out []string) {
			for _, e := range all {
				out = append(out, e.ID)
			}
			return out
		}
		assert.Equal(t, ids(found.Catalog.Examples), ids(cat.Examples), "%s: what is written finds what was found", name)
	}
}

// A library with many folders looks like a collection, and a collection like one: what hub
// cannot tell is left to its owner.
func TestUnsureCollections(t *testing.T) {
	root := filepath.Join(t.TempDir(), "algorithms")
	require.NoError(t, os.Rename(write(t, kinds("algorithms/a/*.py", "algorithms/b/*.py", "algorithms/c/*.py", "algorithms/d/*.py", "algorithms/e/*.py", "tests/*.py")), root))
	found, err := Look(root, noVariable)
	require.NoError(t, err)
	assert.Empty(t, found.Sources)
	assert.Contains(t, found.Text, "# sources:\n#   - path: \"algorithms\"           # 30 .py files in 5 folders\n#   - path: my/folder\n")
}

// Very many topics are one source.
func TestManyTopics(t *testing.T) {
	files := map[string]string{"build.sh": "", "lib/x.sh": "", "top.sh": ""}
	for i := range maxTopics + 1 {
		files[strings.Repeat("x", i+1)+"/a.sh"] = ""
	}
	found, err := Look(write(t, files), noVariable)
	require.NoError(t, err)
	assert.Equal(t, []string{"."}, found.Sources)
	assert.Len(t, found.Catalog.Examples, maxTopics+1, "without the files of the root, and lib")
	assert.Contains(t, found.Text, `"*.sh", "lib/**"]`)
}

// What is written for any tree is valid, and finds what was found.
func TestTheOldConfigurationIsData(t *testing.T) {
	for name, text := range map[string]string{
		"scalars": "sources: 3\ngroups: x\n", "a list": "[]", "nothing": "", "binary": "\x00\x01", "deep": strings.Repeat("{a: ", 2000),
		"odd":  "sources: [{package: 1, path: ./examples}, {path: /etc}, {path: ../..}, {package: a}]\ngroups: [{id: 'a$X: \"b\"', title: \"t\\nu\", include: [{source: 1, path: '[a'}, {source: 1, path: 'x{'}, {source: 1, path: '!x'}, {source: 1, path: b}]}, {title: none}, 3]\n",
		"same": "sources: [{package: r, path: examples}]\ngroups: [{id: a, include: [{source: r, path: '*'}]}, {id: a, include: [{source: r, path: '*'}]}]\n",
	} {
		root := write(t, map[string]string{"examples/x.sh": "", "config/examples.yml": text})
		found, err := Look(root, noVariable)
		require.NoError(t, err, name)
		assert.Equal(t, []string{"examples"}, found.Sources, name)
		_, err = config.Parse("hub.yaml", []byte(found.Text), root, noVariable)
		assert.NoError(t, err, name)
	}
}

// Folders of one letter name nothing; the folders in them do.
func TestGroupsBelowLetters(t *testing.T) {
	files := map[string]string{"examples/a/awk/x.awk": "", "examples/a/ada/lib/x.sh": "", "examples/b/bash/x.sh": "", "examples/p/python/x.py": "", "examples/p/perl/x.pl": ""}
	found, err := Look(write(t, files), noVariable)
	require.NoError(t, err)
	assert.Contains(t, found.Text, "    group: \"{dir2}\"                # the folders below folders of one letter\n")
	cfg, err := config.Parse("hub.yaml", []byte(found.Text), t.TempDir(), noVariable)
	require.NoError(t, err)
	assert.Equal(t, "{dir2}", cfg.Sources[0].Group)
	var groups []string
	for _, e := range found.Catalog.Examples {
		groups = append(groups, e.Group)
	}
	assert.ElementsMatch(t, []string{"awk", "ada", "bash", "python", "perl"}, groups)

	for _, other := range []string{"examples/readme.sh", "examples/z/direct.sh", "examples/zz/two/x.sh"} {
		files[other] = ""
		found, err := Look(write(t, files), noVariable)
		require.NoError(t, err)
		assert.NotContains(t, found.Text, "group:", other)
		delete(files, other)
	}
}
