package flags

import (
	"slices"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// Schema is an argument that names a file format with a published JSON Schema.
type Schema struct {
	Name string
	// Text returns the schema.
	Text func() []byte
}

// Schemas returns all of them, in the order of the help.
func Schemas() []Schema {
	return []Schema{
		{"config", config.Schema},
		{"metadata", config.MetadataSchema},
		{"baseline", baseline.Schema},
		{"report", reporters.Schema},
		{"events", runlog.Schema},
		{"status", status.Schema},
		{"plan", planfile.Schema},
	}
}

// Decode reads the name of one.
func (s *Schema) Decode(ctx *kong.DecodeContext) error {
	text, err := Text(ctx)
	if err != nil {
		return err
	}
	all := Schemas()
	if i := slices.IndexFunc(all, func(s Schema) bool { return s.Name == text }); i >= 0 {
		*s = all[i]
		return nil
	}
	return usage.Errorf("%w", &usage.Unknown{What: "schema", Value: text, Known: SchemaNames()})
}

// SchemaNames returns the names of all [Schemas].
func SchemaNames() []string {
	var names []string
	for _, s := range Schemas() {
		names = append(names, s.Name)
	}
	return names
}
