package status

import (
	"bytes"
	_ "embed"
)

//go:embed status.schema.json
var statusSchema []byte

// Schema returns the JSON Schema (2020-12) of the status file, made from the Go
// types. A file may have unknown fields.
func Schema() []byte { return bytes.Clone(statusSchema) }
