package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/want"
	"github.com/seed-00a9b34c/hub/reporters"
)

// App is the world as the commands see it: the global flags, the streams, the
// environment, the clock.
type App struct {
	CLI            *CLI
	Dir            string // absolute; where hub acts
	State          string // absolute; the folder for the state that the user named, or empty
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        []string
	Now            func() time.Time

	secrets  *mask.Patterns // set with the project
	unmasked []string       // likewise; variables listed as secrets whose values cannot be masked
	early    sync.Once
	usual    *mask.Patterns // until secrets is set, see hidden
	guard    *place.Guard   // likewise; decides where hub may write

	second atomic.Pointer[func()] // what a second signal does
	raw    atomic.Bool            // an example has the terminal
	caught atomic.Bool            // a run catches signals

	ignored  map[os.Signal]bool // hub was started to ignore them
	reserved int                // threads that the runtime was made to start

	supervise sync.Once
	super     *proc.Supervisor
	superErr  error
}

// load reads the configuration, and checks that hub may keep its state where
// that says.
func (a *App) load() (*config.Config, error) {
	cfg, err := a.configuration()
	if err != nil {
		return nil, err
	}
	return cfg, a.checkState(cfg)
}

// configuration reads the configuration alone.
func (a *App) configuration() (*config.Config, error) {
	cfg, err := config.Load(a.Dir, a.CLI.Config, a.variable)
	if want.Of(err) {
		return nil, fmt.Errorf("%w; %s", err, want.Remedy(err))
	}
	if err != nil {
		return nil, &exitError{exitUsage, err}
	}
	for _, p := range cfg.Warnings {
		a.warn("warning: %s", p)
	}
	return cfg, nil
}

// project reads the configuration and finds the examples. What could not be
// read or understood on the way is told.
func (a *App) project() (*config.Config, *catalog.Catalog, error) {
	cfg, err := a.load()
	if err != nil {
		return nil, nil, err
	}
	cat, err := a.discover(cfg)
	return cfg, cat, err
}

// discover finds the examples, and what is a secret about them.
func (a *App) discover(cfg *config.Config) (*catalog.Catalog, error) {
	cat, err := catalog.Discover(cfg)
	if want.Of(err) {
		return nil, err
	}
	if err != nil {
		return nil, &exitError{exitUsage, err}
	}
	a.collectLate(len(cat.Examples))
	a.secrets = mask.Compile(a.secretValues(cfg, cat.Examples))
	hideCatalog(a.secrets, cat)
	a.protect(cat)
	for _, p := range cat.Problems {
		a.warn("%s", p)
	}
	a.findings(cat, true)
	return cat, nil
}

// under resolves a configured path against the project's root.
func under(root, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(root, path)
}

func (a *App) notes(notes []status.Note) {
	for _, n := range notes {
		if !n.Verbose || a.CLI.Verbose {
			a.warn("%s", n.Text)
		}
	}
}

// warn tells something on the side, unless hub is to be quiet.
func (a *App) warn(format string, args ...any) {
	if !a.CLI.Quiet {
		fmt.Fprintln(a.Stderr, "hub:", reporters.Line(a.hidden(fmt.Sprintf(format, args...))))
	}
}

// variable looks up a variable of hub's own environment.
func (a *App) variable(name string) (string, bool) { return hub.LookupVariable(a.Environ, name) }

func (a *App) getenv(name string) string {
	value, _ := a.variable(name)
	return value
}

// terminal returns the file behind w when that is a terminal.
func terminal(w any) (*os.File, bool) {
	f, ok := w.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}

// color decides on colour for w: the flag, then NO_COLOR, then FORCE_COLOR and
// CLICOLOR_FORCE, then whether w is a terminal that can.
func (a *App) color(w io.Writer) bool {
	switch a.CLI.Color {
	case "always":
		return true
	case "never":
		return false
	}
	if a.getenv("NO_COLOR") != "" {
		return false
	}
	for _, name := range []string{"FORCE_COLOR", "CLICOLOR_FORCE"} {
		if v := a.getenv(name); v != "" && v != "0" {
			return true
		}
	}
	_, ok := terminal(w)
	return ok && a.getenv("TERM") != "dumb"
}

// width returns the columns of the terminal f.
func width(f *os.File) func() int {
	return func() int {
		columns, _, err := term.GetSize(int(f.Fd()))
		if err != nil {
			return 0
		}
		return columns
	}
}
