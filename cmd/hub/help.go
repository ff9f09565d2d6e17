package main

import (
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/commandline"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// HelpCmd is the command that [helpFor] replaces by a request for help.
type HelpCmd struct {
	Command []string `arg:"" optional:"" help:"The command, such as all or config check. Default: hub itself."`
}

// Help is the long help.
func (HelpCmd) Help() string {
	return "'hub help COMMAND' prints what 'hub COMMAND --help' prints. Exit codes: 0; 2 unknown command; 3 the help cannot be printed."
}

// Run refuses what helpFor did not see.
func (HelpCmd) Run() error { return usage.Errorf("put help before the flags: 'hub help COMMAND'") }

// helpFor returns 'COMMAND --help' for 'help COMMAND', and args else.
func helpFor(args []string) []string {
	at := commandline.CommandAt(args)
	if at < 0 || args[at] != "help" || slices.Contains(args[at:], "--help") || slices.Contains(args[at:], "-h") {
		return args
	}
	return slices.Concat(args[:at], args[at+1:], []string{"--help"})
}
