package main

import (
	"context"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// MergeCmd joins the run logs of shards.
type MergeCmd struct {
	Path     []string    `arg:"" optional:"" name:"path" help:"Run logs (*.ndjson) of the shards of one plan, or folders to search for them at any depth. With --plan the default is where its parts keep their state, .hub/parts/PLANID."`
	Plan     string      `placeholder:"FILE" help:"Join the logs of the parts of this plan file: the merged run is good when each example of the plan has a result that a sealed log of it proves."`
	Parts    flags.Parts `placeholder:"A-B" help:"With --plan: join these parts only, into a sealed log that a later merge accepts in their place. Reports are written only with --report, and the status stays as it is."`
	Pipeline string      `placeholder:"ID" help:"Join the logs of this pipeline. Default: the one that hub runs in, else the only one, else the one with the highest number of its CI system."`
	Axis     string      `placeholder:"TEXT" help:"Join the logs of this matrix cell. Default: the only one."`
	ReportFlags
}

// Run joins them.
func (c *MergeCmd) Run(ctx context.Context, app *App) error {
	if slices.Contains(c.Path, "") { // a variable that was not set, and not this folder
		return usage.Errorf("PATH: %w", flags.ErrEmpty)
	}
	app.heap.Merge()
	switch {
	case c.Plan != "":
		return c.runPlan(ctx, app)
	case c.Parts.Given():
		return usage.Errorf("--parts are parts of a plan file; pass --plan=FILE too")
	case len(c.Path) == 0:
		return usage.Errorf("which run logs? hub merge PATH … (PATH is a run log, or a folder to search for them; the parts of a plan file: hub merge --plan=FILE)")
	}
	p, err := app.work.Open()
	if err != nil {
		return err
	}
	targets, err := c.targets(ctx, app, p)
	if err != nil {
		return err
	}
	app.work.FindSecrets(p)
	found, err := merge.Find(c.Path, app.Dir, app.shown)
	app.work.Notes(found.Notes)
	if err != nil {
		return err
	}
	return app.merging(ctx, p, targets, func() (*merge.Joined, error) {
		joined, err := merge.Join(found.Parts, merge.Options{
			Pipeline: line(c.Pipeline), Here: app.identity(p).Pipeline, Axis: line(c.Axis), Later: ci.Systems().Later, Absent: found.Absent,
		})
		if err != nil {
			return nil, err
		}
		app.work.WarnAll(joined.Account())
		joined.Release()
		*found = merge.Found{} // the logs
		return &joined, nil
	})
}

// merging records the run that join returns, and writes its reports.
func (a *App) merging(ctx context.Context, p *project.Project, targets []delivery.Target, join func() (*merge.Joined, error)) error {
	lock, err := a.work.Lock(ctx, p)
	if err != nil {
		return err
	}
	defer func() {
		if err := lock.Unlock(); err != nil {
			a.warn("releasing the lock: %v", err)
		}
	}()
	joined, err := join()
	if err != nil {
		return err
	}
	recorded, notes := merge.Begin(lock, joined)
	a.work.Notes(notes)
	outputs := runner.OutputsBelow(p.Config.Root, p.Store.OutputsDir(joined.Run.ID), p.Store.Below)
	if err := joined.CopyOutputs(outputs.Folder, outputs.Shown); err != nil {
		joined.Report(hub.Problemf(hub.ProblemOutput, "some full outputs could not be saved: %s", p.Guard.Local(err.Error())))
	}
	writer := a.reportWriter(p)
	d := delivery.Delivery{Writer: &writer, Run: func() *hub.Run { return &joined.Run }, Report: joined.Report}
	d.All(ctx, targets)
	if err := a.showMerged(&joined.Run, targets); err != nil {
		joined.Report(hub.Problemf(hub.ProblemScreen, "what was printed is not complete: %v", err))
	}
	d.Again(ctx)
	late := merge.Record(p.Store, lock, recorded, joined)
	d.Again(ctx)
	a.nameReports(d.Written(targets))
	return a.result(&joined.Run, late, false)
}

// showMerged prints the failures and the verdict.
func (a *App) showMerged(run *hub.Run, targets []delivery.Target) error {
	out := a.Stdout
	if delivery.ToStdout(targets, "") {
		out = a.Stderr
	}
	screen := console.New(console.Options{
		Out: out, Color: a.color(out), ASCII: !terminal.UTF8(a.getenv), Quiet: !a.Global.Verbose, Verbose: a.Global.Verbose, Balance: !a.Global.Quiet,
		Plan: hub.Pointers(run.Plan), Workers: run.Workers, Fence: a.system().Fence,
	})
	for e := range runlog.Each(run) {
		screen.Observe(e)
	}
	return screen.Finish(run)
}
