package main

import "slices"

// HelpCmd prints the help of hub or of one command.
type HelpCmd struct {
	Command []string `arg:"" optional:"" help:"The command, such as all or config check. Default: hub itself."`
}

// Help is the long help.
func (HelpCmd) Help() string {
	return "'hub help COMMAND' prints what 'hub COMMAND --help' prints. Exit codes: 0; 2 unknown command; 3 the help cannot be printed."
}

// Run prints the help.
func (c *HelpCmd) Run(app *App) error {
	_, code, _ := app.parse(append(slices.Clone(c.Command), "--help"))
	return exitOnly(code)
}
