package main

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
	"github.com/seed-00a9b34c/hub/pkg/stats"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// TestRecords pins the names, the order and the documentation of every field of
// the answers: others read them. UPDATE_SCRIPTS=1 writes the file again; a field
// that is renamed or moved breaks its readers.
func TestRecords(t *testing.T) {
	var b strings.Builder
	for _, text := range []string{
		fieldsHelp[row]("list, status"), fieldsHelp[statusSummary]("status, summary"),
		fieldsHelp[errorRow]("errors"), fieldsHelp[staleRow]("stale"), fieldsHelp[rerunRow]("errors --run, stale --run"),
		fieldsHelp[statRow]("stats, examples"), fieldsHelp[runRow]("stats, runs"), fieldsHelp[stats.Timing]("stats, timing"),
		fieldsHelp[fingerprint.Change]("changes"),
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

// In JSON and in CSV a record has the same fields, in the same order.
func TestRecordsInBothFormats(t *testing.T) {
	at := time.Date(2026, 11, 22, 14, 0, 0, 5, time.UTC)
	full := row{
		Index: 3, ID: "a", Group: "g", Name: "n", Title: "a, b", Status: hub.StatusStale, Reason: "r", Path: "p", Runner: "sh",
		Tags: []string{"x", "y"}, ExecutionTime: 1.23456, LastExecuted: &at, Attempts: 2, ErrorType: "t", ErrorMessage: "m\"q",
		Flaky: true, Doubtful: "d", Allowed: true, Cause: status.CauseChanged, Leaked: []string{"sleep"}, Fault: "an id",
		Changes: []fingerprint.Change{{What: "file", Name: "f", How: "added"}, {What: "command", How: "changed"}},
	}
	var out bytes.Buffer
	require.NoError(t, writeCSV(&App{CLI: &CLI{}, Stdout: &out}, []row{full, {}}))
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

// TestSummaryAddsUp: every example counts once, whatever is known of it.
func TestSummaryAddsUp(t *testing.T) {
	var rows []row
	for i, s := range append(hub.Statuses(), "", "odd") {
		for range i + 1 {
			rows = append(rows, row{Status: s, Flaky: i%2 == 0, Allowed: true, Doubtful: "d"})
		}
	}
	s := summarise(rows, status.Statistics{})
	assert.Equal(t, len(rows), s.TotalExamples)
	assert.Equal(t, s.TotalExamples, s.Completed+s.Errors+s.Interrupted+s.Skipped+s.Stale+s.Running+s.Pending)
	assert.Equal(t, s.Errors, s.Allowed)
	assert.Equal(t, len(rows), s.Doubtful)
}
