package main

import (
	"bytes"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/help"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// HelpCmd prints the help of a command, or a page of the manual.
type HelpCmd struct {
	Word []string `arg:"" optional:"" name:"command|topic" help:"A command, such as all or config check, or a topic of the manual. Default: hub itself."`
}

// Run prints the help.
func (c *HelpCmd) Run(app *App, parsed *kong.Context) error {
	var out bytes.Buffer
	if err := help.For(app.Stdout, app.Global.Color, app.Environ).Words(&out, parsed.Model.Node, c.Word); err != nil {
		return err
	}
	_, err := app.output(render.Table).Writer.Write(out.Bytes())
	return err
}
