package config

import (
	"bytes"
	_ "embed"
	"reflect"

	"github.com/seed-00a9b34c/hub/pkg/schema"
)

// The $id of the schemas, which the first line of a file gives to editors.
const (
	SchemaURL         = schema.Published + "config/schema.json"
	MetadataSchemaURL = schema.Published + "config/metadata.schema.json"
)

//go:embed schema.json
var schemaJSON []byte

//go:embed metadata.schema.json
var metadataSchemaJSON []byte

// Schema returns the JSON Schema (2020-12) of hub.yaml, for editors: the file
// schema.json, which is generated from the types of this package.
func Schema() []byte { return bytes.Clone(schemaJSON) }

// MetadataSchema returns the JSON Schema (2020-12) of the metadata of examples, for editors
// of example.yaml: the file metadata.schema.json. Unknown keys are valid at the top, and
// nowhere else, as for [ParseFrontMatter].
func MetadataSchema() []byte { return bytes.Clone(metadataSchemaJSON) }

// generateSchema generates the schema from the keys of Config.
func generateSchema() ([]byte, error) {
	return format().Generator().Document(reflect.TypeFor[Config](), schema.Object{
		"$id":         SchemaURL,
		"title":       "hub.yaml",
		"description": "Configuration of hub, which runs the examples of a repository. ${VAR} and ${VAR:-default} are expanded in every string except regular expressions; write $$ for a dollar sign.",
		"type":        []string{"object", "null"},
	})
}

// generateMetadataSchema generates the schema from the keys of FrontMatter, and id, which
// is decoded by itself.
func generateMetadataSchema() ([]byte, error) {
	g := format().Generator()
	fields, own := g.Fields, g.Own
	g.Fields = func(t reflect.Type) ([]schema.Field, error) {
		all, err := fields(t)
		if t == reflect.TypeFor[FrontMatter]() {
			all = append(all, schema.Field{Name: "id", Type: reflect.TypeFor[ID](), Doc: "Stable ID of the example, used exactly as written. Default: its path from the project's root."})
		}
		return all, err
	}
	g.Own = func(g *schema.Generator, f schema.Field) (schema.Object, error) {
		if f.Type == reflect.TypeFor[ID]() {
			return schema.Object{"type": []string{"string", "number", "boolean"}, "pattern": `\S`}, nil
		}
		return own(g, f)
	}
	return g.Document(reflect.TypeFor[FrontMatter](), schema.Object{
		"$id":                  MetadataSchemaURL,
		"title":                "Metadata of an example",
		"description":          "Metadata of one example of hub, in example.yaml beside its file or in the front matter of the file. Other tools may have keys of their own. ${VAR} and ${VAR:-default} are expanded in args and env; write $$ for a dollar sign.",
		"type":                 []string{"object", "null"},
		"additionalProperties": true,
	})
}
