package query_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/stats"
)

// TestRecords pins the names, the order and the documentation of every field of the
// answers, which other programs read: renaming or moving a field breaks them.
// UPDATE_SCRIPTS=1 updates the file.
func TestRecords(t *testing.T) {
	var b strings.Builder
	for _, text := range []string{
		render.FieldsHelp[query.ExampleRow]("list, status"), render.FieldsHelp[query.Summary]("status, summary"),
		render.FieldsHelp[query.ErrorRow]("errors"), render.FieldsHelp[query.StaleRow]("stale"), render.FieldsHelp[query.RerunRow]("errors --run, stale --run"),
		render.FieldsHelp[query.StatRow]("stats, examples"), render.FieldsHelp[query.RunRow]("stats, runs"), render.FieldsHelp[stats.Timing]("stats, timing"),
		render.FieldsHelp[fingerprint.Change]("changes"), render.FieldsHelp[query.BaselineRow]("baseline"),
	} {
		b.WriteString(strings.TrimPrefix(text, "\n\n"))
	}
	golden := filepath.Join("testdata", "records.txt")
	if os.Getenv("UPDATE_SCRIPTS") != "" {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

// A record has the same fields in the same order in JSON and in CSV.
func TestRecordsInBothFormats(t *testing.T) {
	at := time.Date(2026, 11, 22, 14, 0, 0, 5, time.UTC)
	full := query.ExampleRow{
		Index: 3, ID: "a", Group: "g", Name: "n", Title: "a, b", Status: hub.StatusStale, Reason: "r", Path: "p", Runner: "sh",
		Tags: []string{"x", "y"}, ExecutionTime: 1.23456, LastExecuted: &at, Attempts: 2, ErrorType: "t", ErrorMessage: "m\"q",
		Flaky: true, Doubtful: "d", Allowed: true, Cause: staleness.CauseChanged, Leaked: []string{"sleep"}, Fault: "an id",
		Changes: []fingerprint.Change{{What: "file", Name: "f", How: "added"}, {What: "command", How: "changed"}},
	}
	var out bytes.Buffer
	output := render.Output{Writer: &out, Format: render.CSV}
	require.NoError(t, output.Write(render.Answer{Rows: []query.ExampleRow{full, {}}}))
	records, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	require.Len(t, records, 3)
	assert.Equal(t, strings.Split("3|a|g|n|a, b|stale|r|p|sh|x y|1.235|2026-11-22T14:00:00Z|2|t|m\"q|true|d|true|changed|f was added; the command changed|sleep|an id", "|"), records[1])
	assert.Equal(t, strings.Split("0|||||||||"+"|0.000||0|||false||false||||", "|"), records[2])

	data, err := json.Marshal(full)
	require.NoError(t, err)
	dec := json.NewDecoder(bytes.NewReader(data))
	var names []string
	for depth := 0; ; {
		token, err := dec.Token()
		if err != nil {
			break
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
			continue
		case json.Delim('}'), json.Delim(']'):
			depth--
			continue
		}
		if name, ok := token.(string); ok && depth == 1 {
			for _, c := range records[0] {
				if c == name && (len(names) == 0 || names[len(names)-1] != name) {
					names = append(names, name)
				}
			}
		}
	}
	assert.Equal(t, records[0], names)
}
