package main

import (
	"cmp"
	"context"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/session"
)

// AllCmd runs a selection of the catalog.
type AllCmd struct {
	RunFlags
	UpdateFlag
}

// Help is the long help.
func (AllCmd) Help() string { return selHelp + environHelp + exitHelp }

// Run runs it.
func (c *AllCmd) Run(ctx context.Context, app *App) error {
	return app.runSelection(ctx, "all", &c.RunFlags, func(o *session.Options) { o.Update = c.Update })
}

// CICmd is AllCmd with a pipeline's manners.
type CICmd struct {
	PlanFlags
	RunFlags
	System flags.System `name:"ci" default:"auto" placeholder:"NAME" help:"CI system whose log protocol to use: {systems}, none, or auto (detected)."`
}

// Help is the long help.
func (CICmd) Help() string {
	return selHelp + "Like 'hub all', with plain output and the reports of reports.default (--report overrides them). An empty selection is an error, except with a filter for remaining work, such as errors or pending, that finds none left. " + exitHelp
}

// Run runs it.
func (c *CICmd) Run(ctx context.Context, app *App, parsed *kong.Context) error {
	if c.Plan != "" || c.Part.Given() {
		return c.runPart(ctx, app, parsed)
	}
	system := app.system()
	return app.runSelection(ctx, "ci", &c.RunFlags, func(o *session.Options) { o.System = cmp.Or(c.System.Named, &system) })
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
