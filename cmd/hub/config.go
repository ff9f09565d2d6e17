package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// ConfigCmd is about the configuration.
type ConfigCmd struct {
	Check  ConfigCheckCmd  `cmd:"" help:"Check the configuration; every problem with its line and column."`
	Print  ConfigPrintCmd  `cmd:"" help:"Print the effective configuration, defaults included."`
	Schema ConfigSchemaCmd `cmd:"" help:"Print the JSON Schema of hub.yaml."`
}

// ConfigCheckCmd checks.
type ConfigCheckCmd struct{}

// Help is the long help.
func (ConfigCheckCmd) Help() string {
	return "Reads hub.yaml, looks for the examples and validates the metadata of each: front matter and example.yaml, every problem as file:line:column. " +
		"A key that is nearly a known one is a warning; other unknown keys belong to other tools. " +
		"Exit codes: 0, also with warnings; 2 a problem; 3 the answer cannot be written."
}

// Run checks, the places where examples are looked for and their metadata
// included.
func (ConfigCheckCmd) Run(ctx context.Context, app *App) error {
	p, err := app.discover()
	if err != nil {
		return err
	}
	if _, err := (&ReportFlags{}).targets(ctx, app, p); err != nil {
		return err
	}
	var wrong []error
	for _, f := range p.Catalog.Findings {
		if !f.Warning {
			wrong = append(wrong, errors.New(f.String()))
		}
	}
	if len(wrong) > 0 {
		return usage.Errorf("%w", errors.Join(wrong...))
	}
	name := p.Config.File
	if name == "" {
		name = "no hub.yaml: the zero-config defaults"
	}
	_, err = fmt.Fprintf(app.Stdout, "%s: good, %d examples\n", name, len(p.Catalog.Examples))
	return err
}

// ConfigPrintCmd prints.
type ConfigPrintCmd struct{}

// Run prints.
func (ConfigPrintCmd) Run(app *App) error {
	cfg, err := app.configuration()
	if err != nil {
		return err
	}
	text, err := cfg.YAML()
	if err != nil {
		return err
	}
	secrets := redact.Find(cfg, app.Environ, nil)
	for _, text := range secrets.Warnings {
		app.warn("%s", text)
	}
	// The text has the values of variables in it.
	out := mask.New(app.Stdout, secrets.Values)
	if _, err := out.Write(text); err != nil {
		return err
	}
	return out.Flush()
}

// ConfigSchemaCmd prints the schema.
type ConfigSchemaCmd struct{}

// Run prints it.
func (ConfigSchemaCmd) Run(app *App) error {
	_, err := app.Stdout.Write(config.Schema())
	return err
}
