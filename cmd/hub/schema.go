package main

import (
	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters"
)

// published is a file format of hub's own that has a JSON Schema.
type published struct {
	name   string
	schema func() []byte
}

// schemas is the table of them, in the order in which help texts list them.
func schemas() []published {
	return []published{
		{"config", config.Schema},
		{"report", reporters.Schema},
		{"events", runlog.Schema},
		{"status", status.Schema},
	}
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
	Name string `arg:"" help:"Of what: ${schemas}."`
}

// Help is the long help.
func (SchemaCmd) Help() string {
	return "config is hub.yaml, report is report.json, events is one line of a run log or of --events, status is the status file. " +
		"All but config allow fields that they do not name: files gain fields, and readers pass over what they do not know. " +
		"Exit codes: 0; 2 there is no such schema; 3 it could not be printed."
}

// Run prints it.
func (c SchemaCmd) Run(app *App) error {
	for _, s := range schemas() {
		if s.name == c.Name {
			_, err := app.Stdout.Write(s.schema())
			return err
		}
	}
	return &usage.Unknown{What: "schema", Value: c.Name, Known: schemaNames()}
}
