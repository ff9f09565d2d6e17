package config

import (
	"bytes"
	_ "embed"
	"reflect"

	"github.com/seed-00a9b34c/hub/pkg/schema"
)

//go:embed schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (2020-12) of hub.yaml, for editors: the file
// schema.json, which is generated from the types of this package.
func Schema() []byte { return bytes.Clone(schemaJSON) }

// generateSchema generates the schema from the keys of Config.
func generateSchema() ([]byte, error) {
	return format().Generator().Document(reflect.TypeFor[Config](), schema.Object{
		"title":       "hub.yaml",
		"description": "Configuration of hub, which runs the examples of a repository. ${VAR} and ${VAR:-default} are expanded in every string except regular expressions; write $$ for a dollar sign.",
		"type":        []string{"object", "null"},
	})
}
