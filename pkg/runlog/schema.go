package runlog

import (
	"bytes"
	_ "embed"
)

//go:embed events.schema.json
var eventsSchema []byte

// Schema returns the JSON Schema (2020-12) of one line of a run log, which is
// also that of --events, made from the Go types. A line may have unknown
// fields, and an unknown type.
func Schema() []byte { return bytes.Clone(eventsSchema) }
