package status

import (
	"bytes"
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

func TestSchemaIsFresh(t *testing.T) {
	text, err := jsontypes.Schema(reflect.TypeFor[File](), jsontypes.Options{
		Title:       "The status file",
		Description: "The status of every example across runs (.hub/status.json). It is a snapshot: newer results are in the run logs. Readers ignore unknown fields, and refuse a metadata.version with a greater major number; hub refuses every greater version, because it also writes the file.",
		Dir: func(path string) string {
			return filepath.Join("..", "..", filepath.FromSlash(strings.TrimPrefix(path, "github.com/seed-00a9b34c/hub/")))
		},
		Types: map[reflect.Type]schema.Object{
			reflect.TypeFor[hub.Date](): {"type": "string", "format": "date"},
			reflect.TypeFor[Parts]():    {"type": "array", "items": schema.Object{"type": "string"}},
			reflect.TypeFor[Time]():     {"type": []string{"string", "null"}, "format": "date-time"},
		},
		Closed: []reflect.Type{reflect.TypeFor[hub.Status](), reflect.TypeFor[hub.Verdict]()},
		Fields: map[string]schema.Object{"Metadata.version": {"type": "string", "pattern": `^3\.[0-9]+$`}},
	})
	require.NoError(t, err)
	schematest.Fresh(t, "status.schema.json", text, *update)
}

func TestSchemaOfStatus(t *testing.T) {
	compiled := schematest.Compile(t, Schema())
	check := func(text string) error { return schematest.Validate(compiled, []byte(text)) }

	const good = `{"metadata":{"version":"3.0","lastUpdated":null,"totalExamples":0,"oldest":null,"completed":0,"foldedRuns":[],"paths":[]},"examples":{},"statistics":`
	var b bytes.Buffer
	require.NoError(t, newFile().encode(&b))
	require.NoError(t, check(b.String()))
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
		{`"paths":[]`, `"paths":{}`},
	} {
		bad := strings.Replace(whole, tt[0], tt[1], 1)
		require.NotEqual(t, whole, bad)
		assert.Error(t, check(bad), tt[1])
	}
	assert.NoError(t, check(strings.Replace(whole, `"paths":[]`, `"paths":[],"new":1`, 1)))
}
