package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/build"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// versionFlag is --version.
type versionFlag bool

// BeforeReset prints the version and ends the parsing.
func (versionFlag) BeforeReset(parser *kong.Kong) error {
	if _, err := fmt.Fprintln(parser.Stdout, "hub", build.Version()); err != nil {
		return unprinted(err)
	}
	parser.Exit(exitcode.Good)
	return nil
}

// unprinted makes an answer of the parser that could not be written trouble: it is
// not a usage error.
func unprinted(err error) error {
	if err == nil {
		return nil
	}
	return &exitcode.Error{Code: exitcode.Trouble, Err: err}
}

// VersCmd prints the version.
type VersCmd struct{}

// Run prints the version, and with --verbose the build and what depends on the
// system.
func (VersCmd) Run(app *App) error {
	text := "hub " + build.Version() + "\n"
	if app.Global.Verbose {
		text += fmt.Sprintf("commit: %s\ngo: %s\nplatform: %s/%s\ncontainment: %s\n", cmp.Or(build.Commit(), "not recorded in this build"),
			runtime.Version(), runtime.GOOS, runtime.GOARCH, proc.Extent())
	}
	_, err := io.WriteString(app.Stdout, text)
	return err
}
