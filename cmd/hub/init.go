package main

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/scaffold"
)

// InitCmd writes a first hub.yaml.
type InitCmd struct {
	Force bool `help:"Replace an existing hub.yaml."`
}

// Run writes the file and prints what was found.
func (c *InitCmd) Run(app *App) error {
	file := filepath.Join(app.Dir, config.FileName)
	if app.Global.Config != "" {
		file = place.Under(app.Dir, app.Global.Config)
	}
	found, err := scaffold.Write(file, c.Force, app.variable, app.work.WarnAll)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(app.Stdout, "Wrote %s: %s\n", cmp.Or(app.shown(file), file), found.Summary())
	return err
}
