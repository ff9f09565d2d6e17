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

// Help is the long help.
func (ExcludeCmd) Help() string {
	return "Writes skip into the front matter of the example and leaves every other byte alone. A file without front matter gets it in a comment of its language, below the lines that must come first. The key goes into example.yaml if that is beside the file, or if the file cannot hold a comment. " +
		"An example that is already excluded stays as it is, unless another reason is given. " +
		"Files outside the project's root are left alone. " +
		"Exit codes: 0; 2 usage or configuration, no such example, or a place where hub does not write; 3 the mark cannot be written."
}

// Run writes the mark.
func (c *ExcludeCmd) Run(app *App) error {
	p, err := app.discover()
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
