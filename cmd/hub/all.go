package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/watch"
)

// AllCmd runs a selection of the catalog.
type AllCmd struct {
	RunFlags
	UpdateFlag
	Watch   bool   `help:"Run the selection, then run again what a change of a file touches, until Ctrl-C."`
	Touched string `hidden:"" placeholder:"FILE" help:"Run only the examples that FILE lists, as 'hub all --watch' does."`
}

// Run runs it.
func (c *AllCmd) Run(ctx context.Context, app *App) error {
	if c.Watch {
		return app.watchSelection(ctx, &c.RunFlags)
	}
	if c.Touched != "" {
		c.touched = watch.Listed(ctx, c.Touched)
	}
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
