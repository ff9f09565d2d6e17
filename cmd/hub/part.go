package main

import (
	"cmp"
	"context"
	"errors"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/misuse"
	"github.com/seed-00a9b34c/hub/pkg/part"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/staleness"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// PlanFlags name what of a plan file is run.
type PlanFlags struct {
	Plan string     `placeholder:"FILE" help:"Run a part of this plan file, which 'hub plan' wrote. The plan decides what is run and how it is judged, so flags for that are refused."`
	Part flags.Part `placeholder:"I" help:"With --plan: run part I; I:K runs only its K-th example; auto takes the part from the CI system or engine."`
}

// besidePlan are the flags that say how and where, and not what.
func besidePlan() []string {
	return []string{"part", "workers", "stop-on-error", "max-failures", "report", "save-output", "events", "attempt", "ci", "dry-run"}
}

// open opens the plan file, after checking which flags are beside it.
func (f *PlanFlags) open(app *App, parsed *kong.Context) (*part.Plan, error) {
	switch {
	case f.Plan == "":
		return nil, usage.Errorf("--part is a part of a plan file; pass --plan=FILE too")
	case !f.Part.Given():
		return nil, usage.Errorf("--plan=%s: which part? pass --part=I, or --part=auto", f.Plan)
	}
	if err := misuse.Beside(parsed, "plan", "the plan decides; give it to 'hub plan'", besidePlan()...); err != nil {
		return nil, err
	}
	return part.Open(place.Under(app.Dir, f.Plan), f.Plan)
}

// runPart runs a part of a plan file.
func (c *CICmd) runPart(ctx context.Context, app *App, parsed *kong.Context) (err error) {
	file, err := c.PlanFlags.open(app, parsed)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var choice part.Choice
	if choice.Index, choice.Example, err = c.Part.Resolve(file.Header.Parts, app.getenv, app.warn); err != nil {
		return err
	}
	taken, err := file.Take(choice)
	if err != nil {
		return err
	}
	p, err := app.openPart(file, taken)
	if err != nil {
		return err
	}
	app.warmUp(p, c.Workers, c.DryRun)
	gone, warnings, err := p.Resolve(part.Refs(taken.Lines), app.Environ)
	if err != nil {
		return usage.Errorf("%w", err)
	}
	app.warnAll(warnings)
	app.warnAll(p.Catalog.Printed(true))
	c.HowFlags.follow(&file.Header.Run, p.Config.Root)
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

// openPart opens the project with a state of its own for the part, unless the user names
// one, and checks that this is the checkout of the plan.
func (a *App) openPart(file *part.Plan, taken *part.Part) (*project.Project, error) {
	cfg, err := a.configuration()
	if err != nil {
		return nil, err
	}
	if a.State != "" {
		a.opened, err = project.Open(cfg, a.State, a.Now)
	} else {
		a.opened, err = project.OpenBelow(cfg, taken.Folder(), a.Now)
	}
	if err != nil {
		return nil, err
	}
	notes, err := file.Fits(a.opened)
	a.warnAll(notes)
	return a.opened, err
}

// follow sets the flags to those of the plan.
func (f *HowFlags) follow(run *planfile.Run, root string) {
	f.Timeout.Value, f.Retries.Value, f.Flaky, f.Require = run.Timeout, run.Retries, config.Flaky(run.Flaky), run.Require
	switch f.Baseline = run.Baseline; run.Baseline {
	case "", baseline.None, baseline.Strict:
	default:
		f.Baseline = place.Under(root, run.Baseline)
	}
}
