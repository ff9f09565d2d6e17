package main

import (
	"slices"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// published is a file format with a published JSON Schema.
type published struct {
	name   string
	schema func() []byte
}

// schemas returns all of them, in the order of the help.
func schemas() []published {
	return []published{
		{"config", config.Schema},
		{"baseline", baseline.Schema},
		{"report", reporters.Schema},
		{"events", runlog.Schema},
		{"status", status.Schema},
	}
}

// Decode reads the name of one.
func (p *published) Decode(ctx *kong.DecodeContext) error {
	text, err := exactText(ctx)
	if err != nil {
		return err
	}
	all := schemas()
	if i := slices.IndexFunc(all, func(s published) bool { return s.name == text }); i >= 0 {
		*p = all[i]
		return nil
	}
	return usage.Errorf("%w", &usage.Unknown{What: "schema", Value: text, Known: schemaNames()})
}

func schemaNames() []string {
	var names []string
	for _, s := range schemas() {
		names = append(names, s.name)
	}
	return names
}

// SchemaCmd prints a JSON Schema.
type SchemaCmd struct {
	Name published `arg:"" help:"Schema: {schemas}."`
}

// Help is the long help.
func (SchemaCmd) Help() string {
	return "config is hub.yaml, baseline is hub.baseline.yaml, report is report.json, events is one line of a run log or of --events, status is the status file. " +
		"All but config and baseline allow unknown fields: later versions add fields, and readers ignore what they do not know. " +
		"Exit codes: 0; 2 no such schema; 3 the schema cannot be written."
}

// Run prints the schema.
func (c SchemaCmd) Run(app *App) error {
	_, err := app.Stdout.Write(c.Name.schema())
	return err
}
