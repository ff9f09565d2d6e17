// Package workspace opens what a command works on: the configuration of the folder that
// hub acts in, its project, its examples and what is recorded of them. What is noteworthy
// on the way is told to the user; what a command does with the project is its own matter.
package workspace

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/headroom"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
	"github.com/seed-00a9b34c/hub/pkg/survey"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Workspace is the folder that hub acts in, and what the user and the process say of it.
type Workspace struct {
	Dir     string // absolute
	Config  string // the configuration file that the user names, or empty
	State   string // absolute; the folder for the state that the user names, or empty
	Environ []string
	Verbose bool

	Now   func() time.Time
	Watch *stopwatch.Watch
	Heap  *headroom.Heap

	// Warn prints a note or a warning, as a line.
	Warn func(format string, args ...any)
	// Safely wraps what runs in a goroutine.
	Safely func(do func()) func()

	// Project is what was opened last; nil before that.
	Project *project.Project
	// Recorded is the status of a command that answers; nil before it was read.
	Recorded *status.File
}

// Configuration reads the configuration. Mistakes in it are a [usage.Error].
func (w *Workspace) Configuration() (*config.Config, error) {
	defer w.Watch.Span("configuration")()
	cfg, err := config.Load(w.Dir, w.Config, func(name string) (string, bool) { return hub.LookupVariable(w.Environ, name) })
	if want.Of(err) {
		return nil, fmt.Errorf("%w; %s", err, want.Remedy(err))
	}
	if err != nil {
		return nil, usage.Errorf("%w", err)
	}
	for _, p := range cfg.Warnings {
		w.Warn("warning: %s", p)
	}
	return cfg, nil
}

// Open reads the configuration, and checks that hub may keep its state where that
// says.
func (w *Workspace) Open() (*project.Project, error) {
	cfg, err := w.Configuration()
	if err != nil {
		return nil, err
	}
	w.Project, err = project.Open(cfg, w.State, w.Now)
	return w.Project, err
}

// Discover opens the project and finds its examples. It warns of what could not be
// read or understood.
func (w *Workspace) Discover() (*project.Project, error) {
	return w.DiscoverBeside(func(*project.Project) {})
}

// DiscoverBeside is Discover; what begin begins goes on while examples are found.
func (w *Workspace) DiscoverBeside(begin func(*project.Project)) (*project.Project, error) {
	p, err := w.Open()
	if err != nil {
		return nil, err
	}
	begin(p)
	if err := w.FindExamples(p); err != nil {
		return nil, err
	}
	w.WarnAll(p.Catalog.Printed(true))
	return p, nil
}

// FindExamples finds the examples of the project. It warns of what could not be read.
func (w *Workspace) FindExamples(p *project.Project) error {
	defer w.Watch.Span("catalog")()
	warnings, err := p.Discover(w.Environ)
	if want.Of(err) {
		return err
	}
	if err != nil {
		return usage.Errorf("%w", err)
	}
	w.WarnAll(warnings)
	for _, problem := range p.Catalog.Problems {
		w.Warn("%s", problem)
	}
	if len(p.Catalog.Examples) == 0 && !p.Catalog.Incomplete() {
		w.Warn("%s", survey.Nothing(p.Config))
	}
	return nil
}

// FindSecrets decides what is secret for a command that needs no examples.
func (w *Workspace) FindSecrets(p *project.Project) { w.WarnAll(p.FindSecrets(w.Environ)) }

// Lock takes the right to write the state of the project, and waits for it.
func (w *Workspace) Lock(ctx context.Context, p *project.Project) (*status.Lock, error) {
	return w.LockWithin(ctx, p, status.LockWait)
}

// LockWithin is Lock; it waits at most for the time given.
func (w *Workspace) LockWithin(ctx context.Context, p *project.Project, wait time.Duration) (*status.Lock, error) {
	return p.Store.Acquire(ctx, wait, hub.Getenv(w.Environ)("HUB_RUN_ID"), func(holder status.Holder) {
		w.Warn("waiting up to %s for %s", wait, holder)
	})
}

// WarnAll prints lines as warnings.
func (w *Workspace) WarnAll(lines []string) {
	for _, text := range lines {
		w.Warn("%s", text)
	}
}

// Notes prints what is noteworthy of a state.
func (w *Workspace) Notes(notes []status.Note) {
	for _, n := range notes {
		if !n.Verbose || w.Verbose {
			w.Warn("%s", n.Text)
		}
	}
}
