package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/metadata"
	"github.com/seed-00a9b34c/hub/pkg/render"
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
	var errs []error
	var out strings.Builder
	wrote, had := 0, 0
	reader := metadata.NewReader(p.Config, p.Catalog.Examples)
	short := metadata.NewShortIDs(p.Catalog.Examples)
	for _, e := range p.Catalog.Examples {
		m, err := reader.Read(e)
		if err == nil && m.Get("id") != nil {
			had++
			continue
		}
		if other := reader.Other(e); err == nil && other != "" {
			app.warn("%s: no ID was written: %s is the same file and would get the same ID", line(e.Path), line(other))
			continue
		}
		shown := e.Path
		if err == nil {
			var change metadata.Change
			if c.Short {
				e.ID, err = c.short(app, short, &e)
			}
			if err == nil {
				change, err = m.Set("id", e.ID)
				shown = app.shown(change.File)
			}
			if err == nil && !c.DryRun {
				err = change.Write(p.Guard)
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: no ID was written: %w", shown, err))
			continue
		}
		wrote++
		if c.DryRun || app.Global.Verbose {
			fmt.Fprintf(&out, "%s  id: %s\n", shown, line(e.ID))
		}
	}
	verb := "Wrote"
	if c.DryRun {
		verb = "Would write"
	}
	fmt.Fprintf(&out, "%s %s; %s already had one.\n", verb, render.Count(wrote, "ID"), render.Count(had, "example"))
	if _, err := app.Stdout.Write([]byte(out.String())); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// short returns the short ID of an example, and warns if it is not the first.
func (c *IDsCmd) short(app *App, ids *metadata.ShortIDs, e *hub.Example) (string, error) {
	id, collision, err := ids.Take(e)
	if err == nil && collision != "" {
		app.warn("%s: %s, so the ID is %s", line(e.Path), line(collision), id)
	}
	return id, err
}
