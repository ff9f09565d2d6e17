package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/session"
)

// AllCmd runs a selection of the catalog.
type AllCmd struct {
	RunFlags
	UpdateFlag
}

// Run runs it.
func (c *AllCmd) Run(ctx context.Context, app *App) error {
	return app.runSelection(ctx, "all", &c.RunFlags, func(o *session.Options) { o.Update = c.Update })
}

// runSelection selects from the catalog and runs what was chosen. more sets the
// options that only this command has.
func (a *App) runSelection(ctx context.Context, command string, f *RunFlags, more func(*session.Options)) error {
	p, err := a.discoverToRun(f.Workers, f.DryRun)
	if err != nil {
		return err
	}
	o, err := f.selection(ctx, a, p, command)
	if err != nil {
		return err
	}
	more(&o)
	if f.DryRun {
		return a.dryRun(ctx, p, o)
	}
	_, err = a.perform(ctx, p, o, a.humanOut(&o))
	return err
}
