package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/scaffold"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// InitCmd writes a first hub.yaml.
type InitCmd struct {
	Force bool `help:"Replace an existing hub.yaml."`
}

// Help is the long help.
func (InitCmd) Help() string {
	return "Finds folders of examples by their names, and without any, folders of programs. Detects the layout of the examples and the commands that they need. " +
		"Copies sources and groups from the PHP tool's config/examples*.yml. Checks the configuration before it writes it. " +
		"Exit codes: 0; 2 hub.yaml exists (see --force) or is a link to outside its folder; 3 it cannot be written."
}

// Run writes the file and prints what was found.
func (c *InitCmd) Run(app *App) error {
	file := filepath.Join(app.Dir, config.FileName)
	if app.Global.Config != "" {
		file = place.Under(app.Dir, app.Global.Config)
	}
	if _, err := os.Lstat(file); err == nil && !c.Force {
		return usage.Errorf("%s already exists; pass --force to replace it", file)
	}
	root := filepath.Dir(file)
	to, err := scaffold.File(root, file)
	if err != nil {
		return usage.Errorf("%s cannot be written: %w; name another file with -c FILE", file, err)
	}
	found, err := scaffold.Look(root, app.variable)
	if err != nil {
		return err
	}
	for _, p := range found.Catalog.Problems {
		app.warn("%s", p)
	}
	app.warnAll(found.Catalog.Printed(true))
	app.warnAll(found.Catalog.Printed(false))
	err = to.Replace(true, func(w io.Writer) error {
		_, err := io.WriteString(w, found.Text)
		return err
	})
	if err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	_, err = fmt.Fprintf(app.Stdout, "Wrote %s: %s\n", cmp.Or(app.shown(file), file), found.Summary())
	return err
}
