package reporters

import (
	"bytes"
	_ "embed"
)

//go:embed report.schema.json
var reportSchema []byte

// Schema returns the JSON Schema (2020-12) of report.json, generated from the types that
// write it. A report may have further fields.
func Schema() []byte { return bytes.Clone(reportSchema) }
