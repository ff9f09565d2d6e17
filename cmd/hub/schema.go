package main

import "github.com/seed-00a9b34c/hub/pkg/flags"

// SchemaCmd prints a JSON Schema.
type SchemaCmd struct {
	Name flags.Schema `arg:"" help:"Schema: {schemas}."`
}

// Help is the long help.
func (SchemaCmd) Help() string {
	return "config is hub.yaml, baseline is hub.baseline.yaml, report is report.json, events is one line of a run log or of --events, status is the status file, plan is one line of a plan file. " +
		"All but config and baseline allow unknown fields: later versions add fields, and readers ignore what they do not know. " +
		"Exit codes: 0; 2 no such schema; 3 the schema cannot be written."
}

// Run prints the schema.
func (c SchemaCmd) Run(app *App) error {
	_, err := app.Stdout.Write(c.Name.Text())
	return err
}
