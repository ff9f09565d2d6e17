package main

import (
	"context"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/terminal"
	"github.com/seed-00a9b34c/hub/pkg/usage"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// MergeCmd joins the run logs of shards.
type MergeCmd struct {
	Path     []string `arg:"" name:"path" help:"Run logs (*.ndjson) of the shards of one plan, or folders to search for them at any depth."`
	Pipeline string   `placeholder:"ID" help:"Join the logs of this pipeline. Default: the one that hub runs in, else the only one, else the one with the highest number of its CI system."`
	Axis     string   `placeholder:"TEXT" help:"Join the logs of this matrix cell. Default: the only one."`
	ReportFlags
}

// Help is the long help.
func (MergeCmd) Help() string {
	return "The merged run is good when every shard of the plan has a sealed log and no log records a failure. All logs must belong to one pipeline, one matrix cell (--axis) and one plan; the plan's digest is recomputed from each log. " +
		"Of several attempts at a shard the latest counts, by the CI system's number or --attempt=N of 'hub ci', and a pass after a failed attempt is flaky; without numbers the worst counts. " +
		"A path that does not exist, and an absent, empty, damaged or unsealed log, is a missing shard. " +
		"The merged run gets a log of its own, which 'hub report --from=latest' renders; merging the same logs again changes nothing. " +
		"Writes the reports of reports.default unless --report is given. " +
		"Exit codes: those of the merged run, as for 'hub ci'; 2 also for logs of different plans or cells, and for a log recorded without --shard; 3 also when a shard is missing or was killed, when the logs do not show that they belong together, or when a shard had a problem outside its examples, such as a failed teardown or report."
}

// Run joins them.
func (c *MergeCmd) Run(ctx context.Context, app *App) error {
	if slices.Contains(c.Path, "") { // a variable that was not set, and not this folder
		return usage.Errorf("PATH: %w", flags.ErrEmpty)
	}
	p, err := app.open()
	if err != nil {
		return err
	}
	targets, err := c.targets(ctx, app, p)
	if err != nil {
		return err
	}
	app.findSecrets(p)
	found, err := merge.Find(c.Path, app.Dir, app.shown)
	app.notes(found.Notes)
	if err != nil {
		return err
	}
	lock, err := app.lock(ctx, p)
	if err != nil {
		return err
	}
	defer func() {
		if err := lock.Unlock(); err != nil {
			app.warn("releasing the lock: %v", err)
		}
	}()
	joined, err := merge.Join(found.Parts, merge.Options{
		Pipeline: line(c.Pipeline), Here: app.identity(p).Pipeline, Axis: line(c.Axis), Later: ci.Systems().Later, Absent: found.Absent,
	})
	if err != nil {
		return err
	}
	app.warnAll(joined.Account())
	recorded, notes := merge.Begin(lock, &joined)
	app.notes(notes)
	outputs := runner.OutputsBelow(p.Config.Root, p.Store.OutputsDir(joined.Run.ID), p.Store.Below)
	if err := found.CopyOutputs(outputs.Folder, outputs.Shown, &joined); err != nil {
		joined.Report(hub.Problemf(hub.ProblemOutput, "some full outputs could not be saved: %s", p.Guard.Local(err.Error())))
	}
	writer := app.reportWriter(p)
	d := delivery.Delivery{Writer: &writer, Run: func() *hub.Run { return &joined.Run }, Report: joined.Report}
	d.All(ctx, targets)
	if err := c.show(app, &joined, targets); err != nil {
		joined.Report(hub.Problemf(hub.ProblemScreen, "what was printed is not complete: %v", err))
	}
	d.Again(ctx)
	late := merge.Record(p.Store, lock, recorded, &joined)
	d.Again(ctx)
	app.nameReports(d.Written(targets))
	return app.result(&joined.Run, late, false)
}

// show prints the failures and the verdict.
func (c *MergeCmd) show(app *App, joined *merge.Joined, targets []delivery.Target) error {
	out := app.Stdout
	if delivery.ToStdout(targets, "") {
		out = app.Stderr
	}
	screen := console.New(console.Options{
		Out: out, Color: app.color(out), ASCII: !terminal.UTF8(app.getenv), Quiet: !app.Global.Verbose, Verbose: app.Global.Verbose, Balance: !app.Global.Quiet,
		Plan: hub.Pointers(joined.Run.Plan), Workers: joined.Run.Workers, Fence: app.system().Fence,
	})
	for _, e := range joined.Events {
		screen.Observe(e)
	}
	return screen.Finish(&joined.Run)
}
