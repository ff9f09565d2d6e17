package status

import (
	"bytes"
	_ "embed"
)

//go:embed status.schema.json
var statusSchema []byte

// Schema is the JSON Schema (2020-12) of the status file, made from the types
// that it is written with. A file may have fields that it does not name.
func Schema() []byte { return bytes.Clone(statusSchema) }
