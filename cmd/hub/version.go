package main

import (
	"fmt"
	"runtime/debug"
)

// VersCmd prints the version.
type VersCmd struct{}

// Run prints it.
func (VersCmd) Run(app *App) error {
	_, err := fmt.Fprintln(app.Stdout, "hub", version())
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
