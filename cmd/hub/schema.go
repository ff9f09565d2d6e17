package main

import "github.com/seed-00a9b34c/hub/pkg/flags"

// SchemaCmd prints a JSON Schema.
type SchemaCmd struct {
	Name flags.Schema `arg:"" help:"Schema: {schemas}."`
}

// Run prints the schema.
func (c SchemaCmd) Run(app *App) error {
	_, err := app.Stdout.Write(c.Name.Text())
	return err
}
