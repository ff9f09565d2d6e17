package main

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/metadata"
)

// ExcludeCmd marks an example as one that is not run.
type ExcludeCmd struct {
	Ref    string `arg:"" name:"ref" help:"Example: index, ID, docname, path or unique end of a path."`
	Reason string `placeholder:"TEXT" help:"Why; without it skip is true."`
}

// Help is the long help.
func (ExcludeCmd) Help() string {
	return "Writes skip into the example's front matter, and leaves every other byte alone. A file without front matter gets it in a comment of its language, behind the lines that must stand first; where example.yaml lies beside the file, or the file cannot hold a comment, it is written there. " +
		"An example that is excluded already stays as it is, unless another reason is given. " +
		"A file outside of the project's root is left alone. " +
		"Exit codes: 0; 2 usage or configuration, no such example, or a place where hub does not write; 3 it cannot be written."
}

// Run writes it.
func (c *ExcludeCmd) Run(app *App) error {
	p, err := app.discover()
	if err != nil {
		return err
	}
	named, err := app.lookup(p.Catalog, c.Ref)
	if err != nil {
		return err
	}
	e := named.Example
	m, err := metadata.NewReader(p.Config, p.Catalog.Examples).Read(e)
	if err != nil {
		return fmt.Errorf("excluding %s: %w", e.ID, err)
	}
	value, want := any(true), hub.SkipUnexplained
	if c.Reason != "" {
		value, want = c.Reason, hub.Skip(c.Reason)
	}
	if was := m.Skip(); was == want || was != "" && c.Reason == "" {
		_, err := fmt.Fprintf(app.Stdout, "%s is excluded already: %s\n", line(e.ID), line(p.Secrets.String(string(was))))
		return err
	}
	change, err := m.Set("skip", value)
	if err == nil {
		err = change.Write(p.Guard)
	}
	if err != nil {
		return fmt.Errorf("excluding %s: %s: %w", e.ID, app.shown(change.File), err)
	}
	_, err = fmt.Fprintf(app.Stdout, "Excluded %s: wrote skip to %s\n", line(e.ID), app.shown(change.File))
	return err
}
