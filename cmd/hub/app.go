package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/pkg/signals"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
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

	opened *project.Project // nil before [App.open]
	early  sync.Once
	usual  *mask.Patterns // until the secrets of the project are known, see hidden

	signals *signals.Handler

	reserved int // threads that the runtime was made to start

	supervise sync.Once
	super     *proc.Supervisor
	superErr  error
}

// configuration reads the configuration.
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

// open reads the configuration, and checks that hub may keep its state where that
// says.
func (a *App) open() (*project.Project, error) {
	cfg, err := a.configuration()
	if err != nil {
		return nil, err
	}
	a.opened, err = project.Open(cfg, a.State, a.Now)
	return a.opened, err
}

// discover opens the project and finds its examples. It warns of what could not be
// read or understood.
func (a *App) discover() (*project.Project, error) {
	p, err := a.open()
	if err != nil {
		return nil, err
	}
	return p, a.findExamples(p)
}

func (a *App) findExamples(p *project.Project) error {
	warnings, err := p.Discover(a.Environ)
	if want.Of(err) {
		return err
	}
	if err != nil {
		return usage.Errorf("%w", err)
	}
	headroom.CollectLate(len(p.Catalog.Examples), a.getenv)
	for _, text := range warnings {
		a.warn("%s", text)
	}
	for _, problem := range p.Catalog.Problems {
		a.warn("%s", problem)
	}
	a.findings(p.Catalog, true)
	return nil
}

// findSecrets decides what is secret for a command that needs no examples.
func (a *App) findSecrets(p *project.Project) {
	for _, text := range p.FindSecrets(a.Environ) {
		a.warn("%s", text)
	}
}

// maxFindings bounds the findings that a command prints beside its answer.
const maxFindings = 20

// findings prints what was found in the metadata of examples: warnings, or what makes
// an example an error.
func (a *App) findings(cat *catalog.Catalog, warnings bool) {
	n, kind := 0, ""
	if warnings {
		kind = "warning: "
	}
	for _, f := range cat.Findings {
		if f.Warning != warnings {
			continue
		}
		if n++; n <= maxFindings {
			a.warn("%s%s", kind, f)
		}
	}
	if more := n - maxFindings; more > 0 {
		a.warn("… and %d more; 'hub config check' lists all of them", more)
	}
}

func (a *App) notes(notes []status.Note) {
	for _, n := range notes {
		if !n.Verbose || a.CLI.Verbose {
			a.warn("%s", n.Text)
		}
	}
}

// hidden returns text as hub may print it: also before the project is known,
// when the usual names alone say what is a secret.
func (a *App) hidden(text string) string {
	if a.opened != nil && a.opened.Secrets != nil {
		return a.opened.Secrets.String(text)
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

func (a *App) getenv(name string) string { return hub.Getenv(a.Environ)(name) }

// color reports whether to print to w in colour.
func (a *App) color(w io.Writer) bool { return terminal.Color(a.CLI.Color, w, a.getenv) }

// lock takes the right to write the state of the project.
func (a *App) lock(ctx context.Context, p *project.Project) (*status.Lock, error) {
	return a.lockWithin(ctx, p, status.LockWait)
}

func (a *App) lockWithin(ctx context.Context, p *project.Project, wait time.Duration) (*status.Lock, error) {
	return p.Store.Acquire(ctx, wait, a.getenv("HUB_RUN_ID"), func(holder status.Holder) {
		a.warn("waiting up to %s for %s", wait, holder)
	})
}

// supervisor is the one that contains all processes of this hub.
func (a *App) supervisor() (*proc.Supervisor, error) {
	a.supervise.Do(func() { a.super, a.superErr = proc.NewSupervisor() })
	return a.super, a.superErr
}

// line returns text as one line that is safe to print.
func line(text string) string { return sanitize.Line(text) }
