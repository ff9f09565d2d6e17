package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/survey"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// configuration reads the configuration.
func (a *App) configuration() (*config.Config, error) {
	defer a.Watch.Span("configuration")()
	cfg, err := config.Load(a.Dir, a.Global.Config, a.variable)
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
	return a.discoverBeside(func(*project.Project) {})
}

// discoverBeside is discover; what begin begins goes on while examples are found.
func (a *App) discoverBeside(begin func(*project.Project)) (*project.Project, error) {
	p, err := a.open()
	if err != nil {
		return nil, err
	}
	begin(p)
	if err := a.findExamples(p); err != nil {
		return nil, err
	}
	a.warnAll(p.Catalog.Printed(true))
	return p, nil
}

// findExamples finds the examples of the project. It warns of what could not be read.
func (a *App) findExamples(p *project.Project) error {
	defer a.Watch.Span("catalog")()
	warnings, err := p.Discover(a.Environ)
	if want.Of(err) {
		return err
	}
	if err != nil {
		return usage.Errorf("%w", err)
	}
	a.warnAll(warnings)
	for _, problem := range p.Catalog.Problems {
		a.warn("%s", problem)
	}
	if len(p.Catalog.Examples) == 0 && !p.Catalog.Incomplete() && !a.Global.Quiet {
		a.warn("%s", survey.Nothing(p.Config))
	}
	return nil
}

// findSecrets decides what is secret for a command that needs no examples.
func (a *App) findSecrets(p *project.Project) {
	a.warnAll(p.FindSecrets(a.Environ))
}

// warnAll prints lines to stderr, unless hub is quiet.
func (a *App) warnAll(lines []string) {
	for _, text := range lines {
		a.warn("%s", text)
	}
}

// lock takes the right to write the state of the project.
func (a *App) lock(ctx context.Context, p *project.Project) (*status.Lock, error) {
	return a.lockWithin(ctx, p, status.LockWait)
}

func (a *App) lockWithin(ctx context.Context, p *project.Project, wait time.Duration) (*status.Lock, error) {
	return p.Store.Acquire(ctx, wait, a.getenv("HUB_RUN_ID"), func(holder status.Holder) {
		a.warn("waiting up to %s for %s", wait, holder)
	})
}
