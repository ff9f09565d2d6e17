package main

import (
	"errors"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/metadata"
)

// IDsCmd writes the IDs of examples into their metadata.
type IDsCmd struct {
	Short  bool `help:"Write short IDs: four hexadecimal digits, derived from the path."`
	DryRun bool `help:"Print what would be written, and write nothing."`
}

// Run writes the IDs.
func (c *IDsCmd) Run(app *App) error {
	p, err := app.work.Discover()
	if err != nil {
		return err
	}
	ids := metadata.IDs{Config: p.Config, Guard: p.Guard, Short: c.Short, DryRun: c.DryRun, Verbose: app.Global.Verbose, Shown: app.shown, Warn: app.warn}
	text, err := ids.Write(p.Catalog.Examples)
	_, unprinted := io.WriteString(app.Stdout, text)
	return errors.Join(err, unprinted)
}
