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

// Help is the long help.
func (HelpCmd) Help() string {
	return "'hub help COMMAND' prints what 'hub COMMAND --help' prints; 'hub help TOPIC' prints a page of the manual. Where a command and a topic have the same name, the help of the command comes first. " +
		"Exit codes: 0; 2 no such command or topic; 3 the help cannot be printed."
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
