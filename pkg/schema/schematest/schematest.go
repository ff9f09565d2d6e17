// Package schematest validates documents against JSON Schemas, for tests.
package schematest

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
)

// Compile reads a schema. Formats (date-time and so on) are checked.
func Compile(t testing.TB, text []byte) *jsonschema.Schema {
	t.Helper()
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	return compiled(t, root)
}

// CompileClosed reads a schema as one in which nothing may stand that it does
// not name: by it a test sees that all that is written is described.
func CompileClosed(t testing.TB, text []byte) *jsonschema.Schema {
	t.Helper()
	var root any
	require.NoError(t, json.Unmarshal(text, &root))
	shut(root)
	return compiled(t, root)
}

func shut(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"]; ok && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, child := range v {
			shut(child)
		}
	case []any:
		for _, child := range v {
			shut(child)
		}
	}
}

func compiled(t testing.TB, root any) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("schema.json", root))
	schema, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	return schema
}

// Validate says what is wrong with a document by the schema. A document that is
// not JSON is wrong as well.
func Validate(schema *jsonschema.Schema, document []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// Fresh fails unless the committed file holds the text, which was generated; with
// update it writes it first.
func Fresh(t testing.TB, file string, text []byte, update bool) {
	t.Helper()
	if update {
		require.NoError(t, os.WriteFile(file, text, 0o644))
	}
	have, err := os.ReadFile(file)
	require.NoError(t, err)
	// Git may write other line ends where the files are checked out.
	have = bytes.ReplaceAll(have, []byte("\r\n"), []byte("\n"))
	require.Equal(t, string(have), string(text), "run the test with -update: the types have changed")
}
