package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// versionFlag is --version.
type versionFlag bool

// BeforeReset prints the version and ends the parsing.
func (versionFlag) BeforeReset(parser *kong.Kong, vars kong.Vars) error {
	if _, err := fmt.Fprintln(parser.Stdout, vars["version"]); err != nil {
		return unprinted(err)
	}
	parser.Exit(exitGood)
	return nil
}

// unprinted is the error of an answer of the parser that could not be written.
// It is nobody's usage.
func unprinted(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitTrouble, err}
}

// VersCmd prints the version.
type VersCmd struct{}

// Help is the long help.
func (VersCmd) Help() string {
	return "With -v also what hub was built for, and how far it contains what examples start on this system."
}

// Run prints it, and with --verbose what depends on the system.
func (VersCmd) Run(app *App) error {
	text := "hub " + version() + "\n"
	if app.CLI.Verbose {
		text += fmt.Sprintf("built with %s for %s/%s\ncontainment: %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, proc.Extent())
	}
	_, err := fmt.Fprint(app.Stdout, text)
	return err
}

// version is the module's version when hub was installed by version, else the
// commit it was built from, else "devel".
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	revision, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+dirty"
		}
	}
	if revision == "" {
		return "devel"
	}
	return "devel-" + revision[:min(12, len(revision))] + dirty
}
