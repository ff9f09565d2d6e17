package main

import (
	"cmp"
	"context"
	"errors"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/session"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// CICmd is AllCmd with a pipeline's manners.
type CICmd struct {
	RunFlags
	PartFlags
	System flags.System `name:"ci" default:"auto" placeholder:"NAME" help:"CI system whose log protocol to use: {systems}, none, or auto (detected)."`
}

// Run runs it.
func (c *CICmd) Run(ctx context.Context, app *App, parsed *kong.Context) error {
	if c.Plan != "" || c.Part.Given() || c.Queue != "" {
		return c.runPart(ctx, app, parsed)
	}
	system := app.system()
	return app.runSelection(ctx, "ci", &c.RunFlags, func(o *session.Options) { o.System = cmp.Or(c.System.Named, &system) })
}

// runPart runs a part of a plan file.
func (c *CICmd) runPart(ctx context.Context, app *App, parsed *kong.Context) (err error) {
	file, err := c.PartFlags.open(app, parsed)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	taken, source, err := c.take(app, file)
	if err != nil {
		return err
	}
	if app.State != "" && c.Attempt > 0 { // 'hub submit' started it
		defer func() {
			if exitcode.Of(err) == exitcode.Usage {
				err = errors.Join(err, taken.Refuse(app.State, int(c.Attempt), app.hidden(err.Error())))
			}
		}()
	}
	p, err := app.openPart(file, taken)
	if err != nil {
		return err
	}
	app.warmUp(p, c.Workers, c.DryRun)
	gone, warnings, err := p.Resolve(part.Refs(taken.Lines), app.secretly(source))
	if err != nil && !want.Of(err) {
		err = usage.Errorf("%w", err)
	}
	if err != nil {
		return err
	}
	app.work.WarnAll(warnings)
	app.work.WarnAll(p.Catalog.Printed(true))
	c.RuleFlags.follow(&file.Header.Run, p.Config.Root)
	o, err := c.options(ctx, app, p, "ci")
	if err != nil {
		return err
	}
	if err := file.Policies(o.Request.Policies(p)); err != nil {
		return err
	}
	r := &part.Resolver{Plan: file, Project: p, Request: &o.Request, Environ: app.Environ}
	prints := p.Prints(ctx, staleness.Options{Environ: app.Environ, Warn: app.warn, Sampled: project.Sampled(app.Dir, app.warn)})
	checked, err := r.Check(ctx, prints, taken.Lines, p.Catalog.Examples, gone)
	if err != nil {
		return err
	}
	if o.Queue = source; source != nil {
		if err := taken.Divisible(p.Config.Limits, checked); err != nil {
			return err
		}
	}
	system := app.system()
	o.System, o.Given = cmp.Or(c.System.Named, &system), taken.Given(r, checked)
	o.Identity = c.identity(app, p)
	o.Identity.Axis = cmp.Or(p.Secrets.String(line(file.Header.Axis)), o.Identity.Axis)
	if c.DryRun {
		return app.dryRun(ctx, p, o)
	}
	_, err = app.perform(ctx, p, o, app.humanOut(&o))
	return err
}
