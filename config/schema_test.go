package config

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
)

func TestSchemaIsFresh(t *testing.T) {
	want, err := generateSchema()
	require.NoError(t, err)
	golden(t, "schema.json", string(want))
	want, err = generateMetadataSchema()
	require.NoError(t, err)
	golden(t, "metadata.schema.json", string(want))
}

// errNoData says that a text is not data and cannot be validated.
var errNoData = errors.New("not data")

// datesAreTexts gives dates the type that editors give them.
func datesAreTexts(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		datesAreTexts(c)
	}
}

// schemaVerdict validates a text against the schema of hub.yaml.
func schemaVerdict(t *testing.T, text string) error {
	t.Helper()
	return verdictBy(t, Schema(), text)
}

// verdictBy validates a text against a schema.
func verdictBy(t *testing.T, schema []byte, text string) error {
	t.Helper()
	var node yaml.Node
	var value any
	if yaml.Unmarshal([]byte(text), &node) != nil {
		return errNoData
	}
	datesAreTexts(&node)
	if node.Kind != 0 && node.Decode(&value) != nil {
		return errNoData
	}
	data, err := json.Marshal(value)
	if err != nil {
		return errNoData
	}
	return schematest.Validate(schematest.Compile(t, schema), data)
}

func TestSchemaAccepts(t *testing.T) {
	for name, text := range map[string]string{
		"whole":     testFile(t, "whole.yaml"),
		"empty":     "",
		"zeros":     "run: {timeout: 0, deadline: 0s, workers: 3, output-cap: 4096}",
		"durations": "run: {timeout: 1h30m, grace: 1.5s, deadline: 2 weeks 3 days, slow-after: 2w}",
		"scalars":   "run: {env: {PORT: 8080, DEBUG: true}}\nrunners: {x: {command: [sleep, 5, '{file}']}}",
		"short":     "overrides: [{retries: 2, allow-failure: true, skip: true, expect: {stdout: 42}, match: {tags: a}}, {stdin: ~}]",
		"nothing":   "sources:\nrunners: {php: }\nrun:\nlimits:\n",
		"sizes":     "run: {output-cap: 64 KiB}",
	} {
		t.Run(name, func(t *testing.T) {
			parse(t, text)
			require.NoError(t, schemaVerdict(t, text))
		})
	}
	t.Run("printed", func(t *testing.T) {
		printed, err := parse(t, testFile(t, "whole.yaml")).YAML()
		require.NoError(t, err)
		require.NoError(t, schemaVerdict(t, string(printed)))
	})
}

func TestSchemaRefuses(t *testing.T) {
	for _, text := range []string{
		"verion: 1", "version: 2", "sources: examples", "sources: [{path: a, inculde: []}]", "sources: [{path: ''}]", "run: {workers: many}", "run: {workers: 0}",
		"run: {timeout: soon}", "run: {timeout: 30}", "run: {timeout: -5m}", "run: {workdir: rot}", "run: {retries: {only: [nope]}}", "run: {retries: -1}",
		"run: {output-cap: 64KB}", "limits: {a: {rate: 60}}", "limits: {a: {concurrent: -1}}", "overrides: [{match: {tag: a}}]", "overrides: [{skip: 1}]",
		"overrides: [{allow-failure: {until: soon}}]", "overrides: [{env: {'A=B': c}}]", "overrides: [{needs: {os: [macos]}}]", "runners: {php: {comand: []}}",
		"status: {keep-runs: -1}", "reports: {default: junit}",
	} {
		t.Run(text, func(t *testing.T) {
			_, err := Parse("hub.yaml", []byte(text), "/project", nil)
			require.Error(t, err)
			require.Error(t, schemaVerdict(t, text))
		})
	}
}

// Parse also refuses what the schema refuses. (Except keys without a value, and
// yes and no of YAML 1.1, which Parse accepts and an editor may flag.)
func TestSchemaIsNeverStricter(t *testing.T) {
	files, err := filepath.Glob("testdata/errors/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			if schemaVerdict(t, string(data)) != nil {
				_, err = Parse("hub.yaml", data, "/project", nil)
				require.Error(t, err)
			}
		})
	}
}

// The schema of metadata and ParseFrontMatter agree.
func TestSchemaOfMetadata(t *testing.T) {
	for text, good := range map[string]bool{
		"":                                 true,
		"id: 0123\ntags: [a, b]\ntitle: T": true,
		"id: 2026-01-02":                   true,
		"id: true\norder: 1.5":             true,
		"docname: a\nlayout: post\nnav: {a: [b]}":                      true, // keys of other tools
		"skip: broken\nretries: 2\nallow-failure: {until: 2027-01-31}": true,
		"needs: {env: [KEY], commands: ['php>=8.3']}\nstdin: ~":        true,
		"id: [a]":              false,
		"id: ' '":              false,
		"timeout: soon":        false,
		"needs: {envs: [KEY]}": false,
		"expect: {stdot: a}":   false,
		"order: first":         false,
		"- a":                  false,
	} {
		m, _, err := ParseFrontMatter("example.yaml", 1, []byte(text), nil)
		assert.Equal(t, good, err == nil && m.ID.Fault == "", "%q: %v %s", text, err, m.ID.Fault)
		err = verdictBy(t, MetadataSchema(), text)
		assert.Equal(t, good, err == nil, "%q: %v", text, err)
	}
}
