package main

import (
	"io"

	"github.com/seed-00a9b34c/hub/pkg/metadata"
)

// ExcludeCmd marks an example as skipped.
type ExcludeCmd struct {
	Ref    string `arg:"" name:"ref" help:"Example: index, ID, docname, path or unique path suffix."`
	Reason string `placeholder:"TEXT" help:"Reason for the skip; without one, skip is true."`
}

// Run writes the mark.
func (c *ExcludeCmd) Run(app *App) error {
	p, err := app.work.Discover()
	if err != nil {
		return err
	}
	named, err := app.lookup(p.Catalog, c.Ref)
	if err != nil {
		return err
	}
	x := metadata.Exclusion{Guard: p.Guard, Reason: c.Reason, Shown: app.shown, Hide: p.Secrets.String}
	text, err := metadata.NewReader(p.Config, p.Catalog.Examples).Exclude(*named, x)
	if err != nil {
		return err
	}
	_, err = io.WriteString(app.Stdout, text)
	return err
}
