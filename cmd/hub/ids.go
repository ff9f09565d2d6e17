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

// Help is the long help.
func (IDsCmd) Help() string {
	return "An ID that is derived from a path changes when the file is moved, and the example loses its history. This command writes the current ID of each example into its front matter, where it has none, so that the history follows the file. With --short it writes an ID of four hexadecimal digits, such as 7f3a. IDs that exist are never changed. Every other byte is left alone, as with 'hub exclude'. " +
		"Because the files change, earlier passes are stale until the next run. " +
		"Files outside the project's root are left alone, and so is a file that is several examples by links. " +
		"Exit codes: 0; 2 usage or configuration, or a place where hub does not write; 3 an ID cannot be written."
}

// Run writes the IDs.
func (c *IDsCmd) Run(app *App) error {
	p, err := app.discover()
	if err != nil {
		return err
	}
	ids := metadata.IDs{Config: p.Config, Guard: p.Guard, Short: c.Short, DryRun: c.DryRun, Verbose: app.Global.Verbose, Shown: app.shown, Warn: app.warn}
	text, err := ids.Write(p.Catalog.Examples)
	_, unprinted := io.WriteString(app.Stdout, text)
	return errors.Join(err, unprinted)
}
