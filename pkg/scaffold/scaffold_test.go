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
	assert.Contains(t, found.Text, "or its #! line:\n#   demos\n")
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
	set := func(names ...string) map[string]bool {
		out := map[string]bool{}
		for _, n := range names {
			out[n] = true
		}
		return out
	}
	assert.Equal(t, []need{{"node", []string{"**/*.js", "**/*.mjs"}}, {"python3", []string{"**/*.py"}}}, needsOf(map[string]map[string]bool{
		"*.mjs": set("node"), "*.js": set("node"), "*.py": set("python3"), "*.sh": set("bash", "sh"), "*.rb": set(""),
	}))
}

func TestFirstWordIsACommandOnPath(t *testing.T) {
	assert.Equal(t, "python3", firstWord(&hub.Example{Argv: []string{"python3", "x.py"}}))
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
