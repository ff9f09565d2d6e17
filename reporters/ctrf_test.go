package reporters

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

// ctrfDocument is the part of a report that the tests read.
type ctrfDocument struct {
	RunID   string
	Results struct {
		Summary ctrfSummary
		Tests   []ctrfTest
	}
}

func (d *ctrfDocument) counts() [6]int {
	s := d.Results.Summary
	return [6]int{s.Tests, s.Passed, s.Failed, s.Skipped, s.Other, s.Flaky}
}

// schemaOf compiles a schema of testdata.
func schemaOf(t testing.TB, path string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return schematest.Compile(t, text)
}

func parseCTRF(t testing.TB, schema *jsonschema.Schema, run *hub.Run) *ctrfDocument {
	t.Helper()
	text := written(t, "ctrf", run)
	require.NoError(t, schematest.Validate(schema, []byte(text)))
	var doc ctrfDocument
	require.NoError(t, json.Unmarshal([]byte(text), &doc))
	s := doc.Results.Summary
	require.Equal(t, s.Tests, len(doc.Results.Tests))
	require.Equal(t, s.Tests, s.Passed+s.Failed+s.Skipped+s.Pending+s.Other)
	return &doc
}

func TestCTRFOfEveryKind(t *testing.T) {
	schema := schemaOf(t, filepath.Join("testdata", "schemas", "ctrf.schema.json"))
	run := sample.Every(t)
	run.Shard = &hub.Shard{Index: 2, Total: 3}
	doc := parseCTRF(t, schema, run)
	assert.Equal(t, [6]int{44, 6, 33, 4, 1, 1}, doc.counts())
	by := map[string]ctrfTest{}
	for i, test := range doc.Results.Tests {
		assert.Equal(t, run.Plan[i].ID, test.TestID)
		require.Len(t, test.Suite, 1)
		for name := range test.Extra {
			assert.True(t, strings.HasPrefix(name, "hub."), name)
		}
		by[test.TestID] = test
	}
	assert.Nil(t, by["basics/hello"].RetryAttempts)
	assert.NotContains(t, written(t, "ctrf", sample.AllGood(2)), "retryAttempts")
	flaky := by["basics/flaky"]
	assert.True(t, flaky.Flaky)
	assert.Equal(t, 1, flaky.Retries)
	require.Len(t, flaky.RetryAttempts, 1, "attempts before the deciding one")
	assert.Equal(t, [2]any{1, "failed"}, [2]any{flaky.RetryAttempts[0].Attempt, flaky.RetryAttempts[0].Status})
	assert.Len(t, by["basics/rerun"].RetryAttempts, 2)
	wrong := by["basics/wrong"]
	assert.Equal(t, [4]any{"failed", int64(1500), 12, "examples/basics/wrong/run.py"}, [4]any{wrong.Status, wrong.Duration, wrong.Line, wrong.FilePath})
	assert.Equal(t, "assertion", wrong.Extra["hub.errorType"])
	assert.Equal(t, "other", by["llm/allowed"].Status)
	assert.Equal(t, "error", by["llm/allowed"].RawStatus)
	assert.Equal(t, "failed", by["odd/stopped"].Status)
	assert.Equal(t, "interrupted", by["odd/stopped"].RawStatus)
	assert.NotContains(t, strings.Join(by["odd/hostile"].Stdout, "\n"), "\x1b")
	assert.NotContains(t, strings.Join(by["odd/hostile"].Stdout, "\n"), "##[")
}

// The counts lead to the verdict of the run.
func TestCTRFAgreesWithTheVerdict(t *testing.T) {
	schema := schemaOf(t, filepath.Join("testdata", "schemas", "ctrf.schema.json"))
	rnd := newRand()
	for range 300 {
		run := sample.Any(rnd)
		doc := parseCTRF(t, schema, run)
		v := run.Verdict()
		good := run.Passed()
		require.Equal(t, good, doc.Results.Summary.Failed == 0, "%s: %+v", v, run)
	}
}

func FuzzCTRF(f *testing.F) {
	schema := schemaOf(f, filepath.Join("testdata", "schemas", "ctrf.schema.json"))
	f.Add(sample.Hostile, "a/b", "message", 0.5)
	f.Add("\x1b]0;t", "", "\xff", math.Inf(1))
	f.Add("\n\n", " ", "\n", -1e300)
	f.Fuzz(func(t *testing.T, output, id, message string, seconds float64) {
		run := sample.Odd(output, id, message, seconds)
		doc := parseCTRF(t, schema, run)
		if doc.counts() != [6]int{3, 1, 1, 1, 0, 1} {
			t.Fatalf("%v", doc.counts())
		}
		if utf8.ValidString(id) && doc.Results.Tests[0].TestID != id+"0" {
			t.Fatalf("%q", doc.Results.Tests[0].TestID)
		}
	})
}
