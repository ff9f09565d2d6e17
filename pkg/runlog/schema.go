package runlog

import (
	"bytes"
	_ "embed"
)

//go:embed events.schema.json
var eventsSchema []byte

// Schema is the JSON Schema (2020-12) of one line of a run log, and so of what
// --events writes, made from the types that it is written with. A line may have
// fields that it does not name, and be of a type that it does not know.
func Schema() []byte { return bytes.Clone(eventsSchema) }
