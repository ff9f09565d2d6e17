package baseline

import (
	"bytes"
	_ "embed"
	"reflect"

	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// SchemaURL is the $id of the schema.
const SchemaURL = schema.Published + "pkg/baseline/baseline.schema.json"

//go:embed baseline.schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (2020-12) of the file, for editors. It is generated from
// the types of this package.
func Schema() []byte { return bytes.Clone(schemaJSON) }

// generateSchema generates the schema.
func generateSchema() ([]byte, error) {
	g := format().Generator()
	own := g.Own
	g.Own = func(g *schema.Generator, f schema.Field) (schema.Object, error) {
		if f.Type != reflect.TypeFor[Failure]() {
			return own(g, f)
		}
		s := g.Struct(f.Type)
		s["required"] = []string{"id", "type", "message"}
		return s, nil
	}
	return g.Document(reflect.TypeFor[document](), schema.Object{
		"$id":         SchemaURL,
		"title":       FileName,
		"description": "Known failures of a repository's examples, which do not fail a run of hub. 'hub baseline update' writes it.",
		"type":        []string{"object", "null"},
	})
}
