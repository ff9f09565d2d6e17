package main

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/crash"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/signals"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/pkg/workspace"
)

// App is what all commands share: the process, the global flags, and what these
// make of it.
type App struct {
	Process
	Global
	Dir   string // absolute; where hub acts
	State string // absolute; the folder for the state that the user named, or empty

	work  *workspace.Workspace // nil before [App.locate]
	early sync.Once
	usual *mask.Patterns // until the secrets of the project are known, see hidden

	signals *signals.Handler
	echo    *terminal.Echo // off while a run has the terminal; nil without one

	reserved int // threads that the runtime was made to start
	heap     *headroom.Heap

	// supervisor returns the one that contains all processes of this hub.
	supervisor func() (*proc.Supervisor, error)
}

// hidden returns text as hub may print it: also before the project is known,
// when the usual names alone say what is a secret.
func (a *App) hidden(text string) string {
	if a.work != nil && a.work.Project != nil && a.work.Project.Secrets != nil {
		return a.work.Project.Secrets.String(text)
	}
	a.early.Do(func() { a.usual = mask.Compile(mask.Values(config.UsualSecrets(), a.Environ)) })
	return a.usual.String(text)
}

// warn prints a note or warning to stderr, unless hub is quiet.
func (a *App) warn(format string, args ...any) {
	if !a.Global.Quiet {
		fmt.Fprintln(a.Stderr, "hub:", sanitize.Line(a.hidden(fmt.Sprintf(format, args...))))
	}
}

// variable looks up a variable of hub's own environment.
func (a *App) variable(name string) (string, bool) { return hub.LookupVariable(a.Environ, name) }

func (a *App) getenv(name string) string { return hub.Getenv(a.Environ)(name) }

// color reports whether to print to w in colour.
func (a *App) color(w io.Writer) bool { return terminal.Color(a.Global.Color, w, a.getenv) }

// suspend stops what runs, calls stop, and lets it go on.
func (a *App) suspend(stop func()) {
	if supervisor, err := a.supervisor(); err == nil {
		supervisor.Suspend(stop)
	} else {
		stop()
	}
}

// printError prints an error to stderr, one problem per line, secrets masked.
func (a *App) printError(err error) {
	for line := range strings.SplitSeq(strings.TrimRight(a.hidden(err.Error()), "\n"), "\n") {
		fmt.Fprintln(a.Stderr, "hub:", sanitize.Line(line))
	}
}

// line returns text as one line that is safe to print.
func line(text string) string { return sanitize.Line(text) }

// guard turns panics into one sentence and exit code 3, see package crash.
func (a *App) guard() crash.Guard {
	return crash.Guard{Out: a.Stderr, Code: exitcode.Trouble, Off: a.developed(), Restore: func() { a.echo.Restore() }}
}

// safely wraps what runs in a goroutine: a panic in it ends hub.
func (a *App) safely(do func()) func() { return a.guard().Wrap(do) }

// developed reports whether GOTRACEBACK asks for the stacks of a crash.
func (a *App) developed() bool { return crash.Wanted(a.getenv("GOTRACEBACK")) }
