package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/metadata"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// IDsCmd writes the IDs of examples into their metadata.
type IDsCmd struct {
	DryRun bool `help:"Show what would be written, and write nothing."`
}

// Help is the long help.
func (IDsCmd) Help() string {
	return "An ID that follows from a path changes when the file is moved, and what is recorded of the example is then another's. This writes the ID that each example has now into its front matter, where it has none, and leaves every other byte alone, as 'hub exclude' does: " +
		"what is recorded stays recorded, and follows the file from then on. The files have changed, so that earlier passes are stale until the next run. " +
		"A file outside of the project's root is left alone, and so is one that several examples are, by links. " +
		"Exit codes: 0; 2 usage or configuration, or a place where hub does not write; 3 an ID cannot be written."
}

// Run writes them.
func (c *IDsCmd) Run(app *App) error {
	p, err := app.discover()
	if err != nil {
		return err
	}
	var errs []error
	var out strings.Builder
	wrote, had := 0, 0
	reader := metadata.NewReader(p.Config, p.Catalog.Examples)
	for _, e := range p.Catalog.Examples {
		m, err := reader.Read(e)
		if err == nil && m.Get("id") != nil {
			had++
			continue
		}
		if other := reader.Other(e); err == nil && other != "" {
			app.warn("%s: no ID was written: the file is that of %s too, and would give both one ID", line(e.Path), line(other))
			continue
		}
		shown := e.Path
		if err == nil {
			var change metadata.Change
			change, err = m.Set("id", e.ID)
			shown = app.shown(change.File)
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
	fmt.Fprintf(&out, "%s %s; %s had one already.\n", verb, render.Count(wrote, "ID"), render.Count(had, "example"))
	if _, err := app.Stdout.Write([]byte(out.String())); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
