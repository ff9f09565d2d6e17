package planfile

import (
	"bytes"
	_ "embed"
)

//go:embed plan.schema.json
var schemaJSON []byte

// Schema returns the JSON Schema (2020-12) of one line of a plan file, made from the Go
// types. A line may have unknown fields.
func Schema() []byte { return bytes.Clone(schemaJSON) }
