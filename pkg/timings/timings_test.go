package timings_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/timings"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

func catalog() []hub.Example {
	return []hub.Example{{Index: 1, ID: "a", Path: "ex/a.sh", Settings: &hub.Settings{}}, {Index: 2, ID: "b/c", Path: "ex/b/run.sh", Settings: &hub.Settings{}}}
}

func read(t *testing.T, text string) (timings.Times, error) {
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return timings.Read(context.Background(), path, catalog())
}

const started = `{"type":"run-started","time":"2026-01-01T00:00:00Z","run":{"schemaVersion":2,"id":"r","plan":[{"index":1,"id":"a"},{"index":2,"id":"b/c"}]}}` + "\n" +
	`{"type":"example-started","time":"2026-01-01T00:00:01Z","id":"a"}` + "\n"

// Each kind of file is recognised by its content, and gives the same.
func TestEachKindOfFile(t *testing.T) {
	for name, text := range map[string]string{
		"status":              `{"metadata":{"version":"3.0"},"examples":{"a":{"status":"completed","executionTime":1.5},"b/c":{"status":"error","executionTime":0}}}`,
		"status, sorted keys": "\ufeff" + `{"examples":{"a":{"status":"completed","executionTime":1.5}},"metadata":{"version":"3.0"}}`,
		"report":              `{"schemaVersion":2,"plan":[],"results":[{"id":"a","status":"completed","seconds":1.5},{"id":"b/c","status":"skipped","seconds":3}]}`,
		"report, indented":    "\n{\n \"schemaVersion\": 2,\n \"results\": [{\"id\": \"a\", \"status\": \"error\", \"seconds\": 1.5}]}",
		"log":                 started + `{"type":"example-finished","time":"2026-01-01T00:00:02Z","id":"a","result":{"id":"a","status":"completed","seconds":1.5}}` + "\n",
		"junit, by property":  `<?xml version="1.0"?><testsuites><testsuite><testcase name="x" time="1.500"><properties><property name="hub.id" value="a"/></properties></testcase></testsuite></testsuites>`,
		"junit, by file":      `<testsuite><testcase name="x" file="ex/a.sh" time="1.5"/><testcase name="b/c" time="-1"/></testsuite>`,
		"junit, by name":      `<testsuite><testcase name="a" time="1.5"/><testcase name="b/c" time="soon"/><testcase name="other" time="7"/></testsuite>`,
	} {
		got, err := read(t, text)
		require.NoError(t, err, name)
		assert.Equal(t, timings.Times{"a": 1.5}, got, name)
	}
}

func TestThousandsInJUnit(t *testing.T) {
	got, err := read(t, `<testsuite><testcase name="a" time="1,234.5"/></testsuite>`)
	require.NoError(t, err)
	assert.Equal(t, timings.Times{"a": 1234.5}, got)
}

// Anything else is the request's fault, and says what is wrong.
func TestOtherFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "it is no status.json, report.json, run log or JUnit report",
		"a,1.5\n":                "it is no status.json",
		"[1]":                    "it is no status.json",
		"{}":                     "no schemaVersion",
		`{"a": 1.5}`:             "no schemaVersion",
		`{"type":"plan"}` + "\n": "it is no run log",
		`{"metadata":{"version":"99.0"},"examples":{}}`: "written by a newer version of hub",
		`{"metadata":{"version":"3.0"},"examples":{"a"`: "reading the status",
		`<testsuite><testcase name="a" time="1.5">`:     "reading a JUnit report",
		`<html></html>`: "it has no duration of these examples",
		`{"schemaVersion":2,"results":[{"id":"z","status":"completed","seconds":1}]}`: "it has no duration of these examples",
		`{"schemaVersion":3,"results":[]}`:                                            "newer",
	} {
		_, err := read(t, text)
		require.ErrorContains(t, err, want, "%q", text)
		var asked *usage.Error
		require.ErrorAs(t, err, &asked, "%q", text)
	}
	for path, want := range map[string]string{filepath.Join(t.TempDir(), "gone"): "no such file", t.TempDir(): "folder"} {
		_, err := timings.Read(context.Background(), path, catalog())
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), "move it away", "nothing is in the way")
		var asked *usage.Error
		require.ErrorAs(t, err, &asked)
	}
}

// Whatever the bytes: no panic, and no time that is none.
func FuzzRead(f *testing.F) {
	f.Add(started)
	f.Add(`{"metadata":{"version":"3.0"},"examples":{"a":{"executionTime":1e999}}}`)
	f.Add(`<testsuite><testcase name="a" time="NaN"/><testcase name="a" time="Inf"/></testsuite>`)
	f.Add(`{"schemaVersion":2,"results":[{"id":"a","status":"completed","seconds":-1}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := read(t, text)
		if err != nil {
			assert.NotEmpty(t, strings.TrimSpace(err.Error()))
			return
		}
		for id, s := range got {
			assert.NotEmpty(t, id)
			assert.True(t, s > 0 && s < 1e308, "%v", s)
		}
	})
}
