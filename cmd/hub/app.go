package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/redact"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// App is what all commands share: the process, the global flags, and what these
// make of it.
type App struct {
	Process
	CLI   *CLI
	Dir   string // absolute; where hub acts
	State string // absolute; the folder for the state that the user named, or empty

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
		return nil, usage.Errorf("%w", err)
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
		return nil, usage.Errorf("%w", err)
	}
	headroom.CollectLate(len(cat.Examples), a.getenv)
	a.secrets = mask.Compile(a.secretValues(cfg, cat.Examples))
	for i := range cat.Findings {
		cat.Findings[i].Message = a.secrets.String(cat.Findings[i].Message)
	}
	for i := range cat.Examples {
		redact.Example(a.secrets, &cat.Examples[i])
	}
	a.protect(cat)
	for _, p := range cat.Problems {
		a.warn("%s", p)
	}
	a.findings(cat, true)
	return cat, nil
}

func (a *App) notes(notes []status.Note) {
	for _, n := range notes {
		if !n.Verbose || a.CLI.Verbose {
			a.warn("%s", n.Text)
		}
	}
}

// secretValues returns the values to mask, and warns of what is not masked.
func (a *App) secretValues(cfg *config.Config, examples []hub.Example) []string {
	found := redact.Find(cfg, a.Environ, examples)
	for _, text := range found.Warnings {
		a.warn("%s", text)
	}
	a.unmasked = found.Weak
	return found.Values
}

// hidden returns text as hub may print it: also before the project is known,
// when the usual names alone say what is a secret.
func (a *App) hidden(text string) string {
	if a.secrets != nil {
		return a.secrets.String(text)
	}
	a.early.Do(func() { a.usual = mask.Compile(mask.Values(config.UsualSecrets(), a.Environ)) })
	return a.usual.String(text)
}

// warn tells something on the side, unless hub is to be quiet.
func (a *App) warn(format string, args ...any) {
	if !a.CLI.Quiet {
		fmt.Fprintln(a.Stderr, "hub:", sanitize.Line(a.hidden(fmt.Sprintf(format, args...))))
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

// lockWait is how long a command waits for another hub that writes in this tree.
const lockWait = 10 * time.Second

// lock takes the right to write, for every command that writes.
func (a *App) lock(ctx context.Context, store *status.Store, wait time.Duration) (*status.Lock, error) {
	return store.Acquire(ctx, wait, a.getenv("HUB_RUN_ID"), func(holder status.Holder) {
		a.warn("waiting up to %s for %s", wait, holder)
	})
}

// supervisor is the one that contains all processes of this hub.
func (a *App) supervisor() (*proc.Supervisor, error) {
	a.supervise.Do(func() { a.super, a.superErr = proc.NewSupervisor() })
	return a.super, a.superErr
}
