package status

import (
	"bytes"
	"encoding/json"
	"flag"
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

var update = flag.Bool("update", false, "write status.schema.json")

// document is the file as one type.
type document struct {
	Metadata Metadata `json:"metadata"`
	// Examples are the entries by ID.
	Examples   map[string]*entry `json:"examples"`
	Statistics Statistics        `json:"statistics"`
	// Runs holds the newest thirty runs that ended, in recording order.
	Runs []hub.RunSummary `json:"runs,omitempty"`
}

// entry is the status of one example. What follows from other fields is omitted:
// each says what.
type entry struct {
	Entry
	Details
}

func TestSchemaIsFresh(t *testing.T) {
	options := jsontypes.Options{
		Title:       "The status file",
		File:        "pkg/status/status.schema.json",
		Description: "The status of every example across runs (.hub/status.json). It is a snapshot: newer results are in the run logs. Readers ignore unknown fields, and refuse a metadata.version with a greater major number; hub refuses every greater version, because it also writes the file.",
		Dir: func(path string) string {
			return filepath.Join("..", "..", filepath.FromSlash(strings.TrimPrefix(path, "github.com/seed-00a9b34c/hub/")))
		},
		Types: map[reflect.Type]schema.Object{
			reflect.TypeFor[hub.Date](): {"type": "string", "format": "date"},
			reflect.TypeFor[Time]():     {"type": []string{"string", "null"}, "format": "date-time"},
		},
		Closed: []reflect.Type{reflect.TypeFor[hub.Status](), reflect.TypeFor[hub.Verdict]()},
		Fields: map[string]schema.Object{"Metadata.version": {"type": "string", "pattern": `^3\.[0-9]+$`}},
	}
	text, err := jsontypes.Schema(reflect.TypeFor[Past](), options)
	require.NoError(t, err)
	var past schema.Object
	require.NoError(t, json.Unmarshal(text, &past))
	for _, key := range []string{"$schema", "$id", "title"} {
		delete(past, key)
	}
	past["description"] = "One result: without a sequence, of a run without an ID in metadata.runIds, or with values that the compact form has not."
	compact := schema.Object{"type": "string", "pattern": `^([ceiCEI][0-9]+(\+[0-9]+)?(#[0-9]+)?)+$`, "description": "Consecutive results: status (c completed, e error, i interrupted; a capital letter if flaky), microseconds, " +
		"+seconds from the second in the run's ID to the end (if they differ from those of the result before), #sequence (if it is not the next one)."}
	options.Fields["Details.history"] = schema.Object{"type": "array", "items": schema.Object{"anyOf": []schema.Object{compact, past}}}
	text, err = jsontypes.Schema(reflect.TypeFor[document](), options)
	require.NoError(t, err)
	schematest.Fresh(t, "status.schema.json", text, *update)
}

func TestSchemaOfStatus(t *testing.T) {
	compiled := schematest.Compile(t, Schema())
	check := func(text string) error { return schematest.Validate(compiled, []byte(text)) }

	const good = `{"metadata":{"version":"3.0","lastUpdated":null,"totalExamples":0,"oldest":null,"completed":0,"foldedRuns":[]},"examples":{},"statistics":`
	var b bytes.Buffer
	require.NoError(t, newFile().encode(&b))
	require.NoError(t, check(b.String()))
	closed := schematest.CompileClosed(t, Schema())
	assert.NoError(t, schematest.Validate(closed, []byte(text(t, sample()))))
	_, statistics, _ := strings.Cut(b.String(), `"statistics": `)
	whole := good + statistics
	require.NoError(t, check(whole))
	for _, tt := range [][2]string{
		{`"version":"3.0"`, `"version":"4.0"`},
		{`"version":"3.0",`, ``},
		{`"lastUpdated":null`, `"lastUpdated":"soon"`},
		{`"totalExamples":0`, `"totalExamples":"0"`},
		{`"examples":{}`, `"examples":[]`},
		{`"examples":{}`, `"examples":{"a":{"id":"a"}}`},
		{`"foldedRuns":[]`, `"foldedRuns":{}`},
	} {
		bad := strings.Replace(whole, tt[0], tt[1], 1)
		require.NotEqual(t, whole, bad)
		assert.Error(t, check(bad), tt[1])
	}
	assert.NoError(t, check(strings.Replace(whole, `"foldedRuns":[]`, `"foldedRuns":[],"new":1`, 1)))
}
