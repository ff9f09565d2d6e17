package runlog

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/schema"
	"github.com/seed-00a9b34c/hub/pkg/schema/jsontypes"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
)

var update = flag.Bool("update", false, "write events.schema.json")

// carries lists the required fields of each event type.
func carries() []any {
	var rules []any
	for _, r := range []struct {
		event  hub.EventType
		fields []string
	}{
		{hub.EventRunStarted, []string{"run"}},
		{hub.EventExampleStarted, []string{"id"}},
		{hub.EventExampleDeferred, []string{"id"}},
		{hub.EventExampleTaken, []string{"id", "example"}},
		{hub.EventResultAcknowledged, []string{"id", "receipt"}},
		{hub.EventResultRefused, []string{"id", "receipt"}},
		{hub.EventAttemptFinished, []string{"id", "attempt"}},
		{hub.EventExampleFinished, []string{"id", "result"}},
		{hub.EventResultSuperseded, []string{"id", "result"}},
		{hub.EventSpanFinished, []string{"span"}},
		{hub.EventProblem, []string{"problem"}},
		{hub.EventRunFinished, []string{"end"}},
	} {
		rules = append(rules, schema.Object{
			"if":   schema.Object{"properties": schema.Object{"type": schema.Object{"const": r.event}}},
			"then": schema.Object{"required": r.fields},
		})
	}
	return rules
}

func TestSchemaIsFresh(t *testing.T) {
	text, err := jsontypes.Schema(reflect.TypeFor[hub.Event](), jsontypes.Options{
		Title:       "One event of a run",
		File:        "pkg/runlog/events.schema.json",
		Description: "One line of a run log (.hub/runs/ID.ndjson), or of the stream that hub writes to --events during the run: NDJSON, one complete event per line. A log begins with run-started, which has the plan and schemaVersion, and ends with run-finished unless hub was killed. run-finished has the seal, the SHA-256 of every byte before that line; anything after it is ignored. Readers ignore unknown fields and event types.",
		Dir: func(path string) string {
			return filepath.Join("..", "..", filepath.FromSlash(strings.TrimPrefix(path, "github.com/seed-00a9b34c/hub/")))
		},
		Types: map[reflect.Type]schema.Object{
			reflect.TypeFor[hub.Date](): {"type": "string", "format": "date"},
		},
		Closed: []reflect.Type{reflect.TypeFor[hub.Status](), reflect.TypeFor[hub.Verdict]()},
		Fields: map[string]schema.Object{"RunHeader.schemaVersion": {"const": hub.SchemaVersion}},
		Root:   schema.Object{"allOf": carries()},
	})
	require.NoError(t, err)
	schematest.Fresh(t, "events.schema.json", text, *update)
}

func TestSchemaOfEvents(t *testing.T) {
	compiled := schematest.Compile(t, Schema())
	check := func(line string) error { return schematest.Validate(compiled, []byte(line)) }

	logs, err := filepath.Glob(filepath.Join("..", "..", "reporters", "testdata", "cases", "*", "run.ndjson"))
	require.NoError(t, err)
	types := map[string]int{}
	for _, path := range logs {
		log, err := os.ReadFile(path)
		require.NoError(t, err)
		for line := range strings.Lines(string(log)) {
			require.NoError(t, check(line))
			var event struct{ Type string }
			require.NoError(t, json.Unmarshal([]byte(line), &event))
			types[event.Type]++
		}
	}
	assert.Len(t, types, 8, "every type of event but example-deferred")

	const at = `"time":"2026-03-14T09:26:53Z"`
	for line, good := range map[string]bool{
		`{"type":"run-finished",` + at + `,"end":{"reason":"finished","finished":"2026-03-14T09:26:53Z"}}`:  true,
		`{"type":"run-problem",` + at + `,"problem":{"kind":"report","message":"no space left on device"}}`: true,
		`{"type":"run-problem",` + at + `,"problem":{"kind":"a-new-kind","message":""}}`:                    true,
		`{"type":"run-problem",` + at + `,"problem":{"kind":"report"}}`:                                     false,
		`{"type":"run-problem",` + at + `}`:                                                                 false,
		`{"type":"a-new-type",` + at + `}`:                                                                  true,
		`{"type":"example-started",` + at + `,"id":"a","worker":1,"new":{}}`:                                true,
		`{"type":"example-started",` + at + `}`:                                                             false,
		`{"type":"run-started",` + at + `}`:                                                                 false,
		`{"type":"run-started",` + at + `,"run":{}}`:                                                        false,
		`{"type":"run-finished",` + at + `}`:                                                                false,
		`{"type":"example-finished",` + at + `,"id":"a","result":{"id":"a","status":"passed","seconds":1}}`: false,
		`{"type":"attempt-finished",` + at + `,"id":"a","attempt":{"number":"1"}}`:                          false,
		`{"type":"Odd Type",` + at + `}`:                                                                    false,
		`{"type":"example-started","time":"now","id":"a"}`:                                                  false,
		`{` + at + `}`: false,
		`[]`:           false,
	} {
		assert.Equal(t, good, check(line) == nil, "%s: %v", line, check(line))
	}
}
