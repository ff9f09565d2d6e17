package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"
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

// Run prints it.
func (VersCmd) Run(app *App) error {
	text := "hub " + version() + "\n"
	if app.CLI.Verbose {
		text += fmt.Sprintf("system       %s/%s, %s\ncontainment  %s\n", runtime.GOOS, runtime.GOARCH, runtime.Version(), containment(runtime.GOOS))
	}
	_, err := fmt.Fprint(app.Stdout, text)
	return err
}

// containment says which processes that an example starts are found and ended on a
// system, at the latest when the example has ended.
func containment(goos string) string {
	switch goos {
	case "linux":
		return "all processes of an example, whatever they do (supervisor processes; needs /proc)"
	case "windows":
		return "all processes of an example (job objects)"
	}
	return "best effort: what leaves the process group of its example and loses its parent is not found"
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
