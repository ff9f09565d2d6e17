package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// Each published schema is the file at its $id, and those of files that people write are
// in the catalogue, which has the form that SchemaStore requires.
func TestSchemasArePublished(t *testing.T) {
	published := map[string]bool{}
	for _, s := range flags.Schemas() {
		var head struct {
			ID string `json:"$id"`
		}
		require.NoError(t, json.Unmarshal(s.Text(), &head))
		path, ok := strings.CutPrefix(head.ID, schema.Published)
		require.True(t, ok, "%s: %s", s.Name, head.ID)
		file, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
		require.NoError(t, err, s.Name)
		assert.Equal(t, string(s.Text()), string(file), s.Name)
		published[head.ID] = true
	}
	assert.Len(t, published, len(flags.Schemas()))

	var catalogue struct {
		Schema  string `json:"$schema"`
		Version int    `json:"version"`
		Schemas []struct {
			Name        string   `json:"name"`
			Description string   `json:"description"`
			FileMatch   []string `json:"fileMatch,omitempty"`
			URL         string   `json:"url"`
		} `json:"schemas"`
	}
	text, err := os.ReadFile(filepath.Join("..", "..", ".github", "schemastore.json"))
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&catalogue))
	assert.Equal(t, "https://json.schemastore.org/schema-catalog.json", catalogue.Schema)
	files, page := map[string][]string{}, manualPages(t)["editors.md"]
	for _, s := range catalogue.Schemas {
		assert.True(t, published[s.URL], s.URL)
		assert.NotEmpty(t, s.Name)
		assert.NotEmpty(t, s.Description)
		assert.Contains(t, page, "# yaml-language-server: $schema="+s.URL+"`")
		files[s.URL] = s.FileMatch
	}
	// Other projects have files named example.yaml.
	assert.Equal(t, map[string][]string{config.SchemaURL: {"hub.yaml"}, baseline.SchemaURL: {baseline.FileName}, config.MetadataSchemaURL: nil}, files)
}

// The tasks in the manual make problems of what hub prints.
func TestProblemMatchers(t *testing.T) {
	t.Parallel()
	needs(t, "node", "sh")
	consumers := filepath.Join("..", "..", "testdata", "consumers")
	_, err := os.Stat(filepath.Join(consumers, "node_modules", ".package-lock.json"))
	present(t, err == nil, "npm's @rushstack/problem-matcher (make consumers)")
	bin, dir := buildHub(t), t.TempDir()
	blocks := fences(manualPages(t)["editors.md"])
	at := slices.IndexFunc(blocks, func(f fence) bool { return f.language == "json" })
	require.GreaterOrEqual(t, at, 0)
	for name, text := range map[string]string{
		"tasks.json":                  blocks[at].text,
		"hub.yaml":                    "version: 1\nsources: [{path: examples}]\nrun: {skip-on: ['^skipped$']}\n",
		"examples/a b/boom.mjs":       "console.log('Trouble: x.js:1:2: no')\nthrow new Error('boom')\n",
		"examples/good.sh":            "echo 'lib.sh:3:4: said a good one'\n",
		"examples/wrong.sh":           "# ---\n# timout: 1s\n# timeout: soon\n# ---\necho hello\n",
		"examples/without a place.sh": "exit 3\n",
		"broken/hub.yaml":             "version: 1\nrun: {timout: 3}\nverzion: 1\n",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	type problem struct {
		MatcherName, File, Severity, Code, Message string
		Line, Column                               int
	}
	found := func(folder string) (problems []problem) {
		cmd := exec.Command(bin, "all")
		cmd.Dir = filepath.Join(dir, folder)
		cmd.Env = append(outsideCI(os.Environ()), "TERM=dumb")
		out, err := cmd.CombinedOutput()
		require.Error(t, err)
		printed := filepath.Join(t.TempDir(), "printed")
		require.NoError(t, os.WriteFile(printed, out, 0o644))
		cmd = exec.Command("node", filepath.Join(consumers, "read.mjs"), "problem-matcher", printed, filepath.Join(dir, "tasks.json"))
		cmd.Stderr = os.Stderr
		text, err := cmd.Output()
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &problems), "%s", text)
		return problems
	}
	assert.Equal(t, []problem{
		{MatcherName: "hub", File: "examples/a b/boom.mjs", Line: 2, Severity: "error", Code: "uncaught_exception", Message: "Error: boom"},
		{MatcherName: "hub", File: "examples/wrong.sh", Line: 3, Severity: "error", Code: "invalid_metadata", Message: `timeout: "soon" is not a duration: write it like 90s, 5m, 1h30m, 30d, 2w or "1 month"`},
		{MatcherName: "hub-files", File: "examples/wrong.sh", Line: 2, Column: 3, Severity: "warning", Message: `unknown key "timout" has no effect (did you mean "timeout"?)`},
	}, found("."))
	assert.Equal(t, []problem{
		{MatcherName: "hub-files", File: "hub.yaml", Line: 2, Column: 7, Severity: "error", Message: `run: unknown key "timout" (did you mean "timeout"?)`},
		{MatcherName: "hub-files", File: "hub.yaml", Line: 3, Column: 1, Severity: "error", Message: `unknown key "verzion" (did you mean "version"?)`},
	}, found("broken"))
}
