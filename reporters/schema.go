package reporters

import (
	"bytes"
	_ "embed"
)

//go:embed report.schema.json
var reportSchema []byte

// Schema is the JSON Schema (2020-12) of report.json, made from the types that
// it is written with. A report may have fields that it does not name.
func Schema() []byte { return bytes.Clone(reportSchema) }
