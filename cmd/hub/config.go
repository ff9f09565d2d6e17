package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// ConfigCmd groups the commands for the configuration.
type ConfigCmd struct {
	Check  ConfigCheckCmd  `cmd:"" help:"Check the configuration; report every problem with line and column."`
	Print  ConfigPrintCmd  `cmd:"" help:"Print the effective configuration, defaults included."`
	Schema ConfigSchemaCmd `cmd:"" help:"Print the JSON Schema of hub.yaml."`
}

// ConfigCheckCmd checks the configuration.
type ConfigCheckCmd struct{}

// Run checks hub.yaml, the sources, the metadata of examples, and whether hub may
// write the reports where they are configured.
func (ConfigCheckCmd) Run(ctx context.Context, app *App) error {
	p, err := app.work.Open()
	if err != nil {
		return err
	}
	if err := app.work.FindExamples(p); err != nil {
		return err
	}
	var wrong []error
	for _, f := range p.Catalog.Findings { // all: other commands print some, and name this one
		if f.Warning {
			app.warn("warning: %s", f)
		} else {
			wrong = append(wrong, errors.New(f.String()))
		}
	}
	if _, err := (&ReportFlags{}).targets(ctx, app, p); err != nil {
		return err
	}
	if _, err := (&BaselineFlag{}).openBaseline(ctx, app, p); err != nil {
		wrong = append(wrong, err)
	}
	if len(wrong) > 0 {
		return usage.Errorf("%w", errors.Join(wrong...))
	}
	app.work.WarnAll(p.Catalog.LeftOut())
	app.work.WarnAll(fingerprint.Unmatched(p.Catalog.Examples, app.shown))
	name := cmp.Or(p.Config.File, "no hub.yaml: the zero-config defaults")
	_, err = fmt.Fprintf(app.Stdout, "%s: good, %s\n", name, render.Count(len(p.Catalog.Examples), "example"))
	return err
}

// ConfigPrintCmd prints the configuration.
type ConfigPrintCmd struct{}

// Run prints the configuration, secrets masked.
func (ConfigPrintCmd) Run(app *App) error {
	cfg, err := app.work.Configuration()
	if err != nil {
		return err
	}
	text, err := cfg.YAML()
	if err != nil {
		return err
	}
	secrets := redact.Find(cfg, app.Environ, nil)
	app.work.WarnAll(secrets.Warnings)
	// Values of variables are expanded in the text.
	out := mask.New(app.Stdout, secrets.Values)
	if _, err := out.Write(text); err != nil {
		return err
	}
	return out.Flush()
}

// ConfigSchemaCmd prints the schema.
type ConfigSchemaCmd struct{}

// Run prints the schema.
func (ConfigSchemaCmd) Run(app *App) error {
	_, err := app.Stdout.Write(config.Schema())
	return err
}
