package planfile_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/schema"
	"github.com/seed-00a9b34c/hub/pkg/schema/jsontypes"
	"github.com/seed-00a9b34c/hub/pkg/schema/schematest"
)

var update = flag.Bool("update", false, "write plan.schema.json")

// lines are the types of the lines, by their names.
func lines() map[string]reflect.Type {
	return map[string]reflect.Type{
		"plan": reflect.TypeFor[planfile.Header](), "index": reflect.TypeFor[planfile.Index](),
		"part": reflect.TypeFor[planfile.Part](), "example": reflect.TypeFor[planfile.Example](),
	}
}

func TestSchemaIsFresh(t *testing.T) {
	defs := schema.Object{}
	var rules []any
	for _, name := range []string{"plan", "index", "part", "example"} {
		text, err := jsontypes.Schema(lines()[name], jsontypes.Options{
			Dir: func(path string) string {
				return filepath.Join("..", "..", filepath.FromSlash(strings.TrimPrefix(path, "github.com/seed-00a9b34c/hub/")))
			},
			Types:  map[reflect.Type]schema.Object{reflect.TypeFor[hub.Date](): {"type": "string", "format": "date"}},
			Closed: []reflect.Type{reflect.TypeFor[hub.Status]()},
			Fields: map[string]schema.Object{"Header.schemaVersion": {"const": planfile.SchemaVersion}},
		})
		require.NoError(t, err)
		var one map[string]any
		require.NoError(t, json.Unmarshal(text, &one))
		if own, ok := one["$defs"].(map[string]any); ok {
			maps.Copy(defs, own)
		}
		for _, key := range []string{"$schema", "$defs", "title", "description"} {
			delete(one, key)
		}
		rules = append(rules, schema.Object{"if": schema.Object{"properties": schema.Object{"type": schema.Object{"const": name}}}, "then": one})
	}
	all := schema.Object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": schema.Published + "pkg/planfile/plan.schema.json", "title": "One line of a plan file",
		"description": "A plan file, which hub plan writes, is NDJSON: the plan, the index of its parts, and for each part its line and a line for each of its examples, in the order in which they start. Offsets and hashes are of bytes. Readers ignore unknown fields.",
		"type":        "object", "required": []string{"type"}, "allOf": rules, "$defs": defs,
		"properties": schema.Object{"type": schema.Object{"enum": []string{"plan", "index", "part", "example"}}},
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(all))
	schematest.Fresh(t, "plan.schema.json", b.Bytes(), *update)
}

func TestSchemaOfLines(t *testing.T) {
	compiled := schematest.Compile(t, planfile.Schema())
	check := func(line string) error { return schematest.Validate(compiled, []byte(line)) }
	_, data := write(t, planfile.NewID())
	for line := range strings.Lines(string(data)) {
		assert.NoError(t, check(line), line)
	}
	for line, good := range map[string]bool{
		`{"type":"part","part":3,"new":1}`:                       true,
		`{"type":"part"}`:                                        false,
		`{"type":"part","part":1,"limits":{"a":{"starts":"x"}}}`: false,
		`{"type":"index"}`:                                       false,
		`{"type":"example","index":1}`:                           false,
		`{"type":"other"}`:                                       false,
		`{}`:                                                     false,
		`[]`:                                                     false,
	} {
		assert.Equal(t, good, check(line) == nil, "%s: %v", line, check(line))
	}
}
