package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/reporters/console"
)

// MergeCmd joins the run logs of shards.
type MergeCmd struct {
	Path     []string `arg:"" name:"path" help:"Run logs (*.ndjson) of the shards of one plan, or folders that hold them, at any depth."`
	Pipeline string   `placeholder:"ID" help:"Join the logs of this pipeline; default: the one that hub runs in, else the only one, else the one that its CI system numbered last."`
	Axis     string   `placeholder:"TEXT" help:"Join the logs of this cell of a matrix; default: the only one."`
	ReportFlags
}

// Help is the long help.
func (MergeCmd) Help() string {
	return "The joined run is good when every shard of the plan has a sealed log and nothing in those logs is red. The logs must be of one pipeline, one cell of a matrix (--axis) and one plan, whose digest is computed again from what each log records. " +
		"Of two attempts at a shard the later one counts where the CI system's number, or --attempt=N of 'hub ci', shows which is later, and a pass after a failed attempt is flaky; otherwise the worse one counts. " +
		"A missing path, and an absent, empty, damaged or unsealed log, is a missing shard. " +
		"The joined run has a log of its own, so that 'hub report --from=latest' renders it again; joining the same logs again changes nothing. " +
		"Without --report it writes what reports.default names. " +
		"Exit codes: those of the joined run, as 'hub ci' has them; 2 also for logs of different plans or cells, and for a named log that was recorded without --shard; 3 also when a shard is missing or was killed, when nothing shows which logs belong together, or when something went wrong beside the examples of a shard: a teardown, a report."
}

// Run joins them.
func (c *MergeCmd) Run(ctx context.Context, app *App) error {
	cfg, err := app.load()
	if err != nil {
		return err
	}
	targets, err := c.targets(app, cfg, true)
	if err == nil {
		err = app.mayWrite(cfg, targets, "")
	}
	if err != nil {
		return err
	}
	app.secrets = mask.Compile(app.secretValues(cfg, nil))
	found, err := merge.Find(c.Path, app.Dir, app.shown)
	app.notes(found.Notes)
	if err != nil {
		return err
	}
	store := app.store(cfg)
	lock, err := app.lock(ctx, store, lockWait)
	if err != nil {
		return err
	}
	defer func() {
		if err := lock.Unlock(); err != nil {
			app.warn("releasing the lock: %v", err)
		}
	}()
	joined, err := merge.Join(found.Parts, merge.Options{
		Pipeline: line(c.Pipeline), Here: app.identity().Pipeline, Axis: line(c.Axis), Later: ci.Systems().Later, Absent: found.Absent,
	})
	if err != nil {
		return err
	}
	for _, text := range joined.Account() {
		app.warn("%s", text)
	}
	known, notes := merge.Begin(lock, &joined)
	app.notes(notes)
	outputs := outputs(cfg.Root, store, joined.Run.ID)
	if err := found.CopyOutputs(outputs.Folder, outputs.Shown, &joined); err != nil {
		joined.Report(hub.Problemf(hub.ProblemOutput, "not every whole output could be saved: %v", err))
	}
	d := delivery{app: app, run: func() *hub.Run { return &joined.Run }, report: joined.Report}
	d.all(ctx, targets)
	if err := c.show(app, &joined, targets); err != nil {
		joined.Report(hub.Problemf(hub.ProblemScreen, "what was printed is not complete: %v", err))
	}
	d.again(ctx)
	late := merge.Record(store, lock, known, &joined)
	d.again(ctx)
	app.nameReports(d.written(targets))
	app.tellTroubles(&joined.Run, late)
	return exitOnly(runCode(&joined.Run, len(late) > 0, false))
}

// show prints the failures and the verdict.
func (c *MergeCmd) show(app *App, joined *merge.Joined, targets []target) error {
	out := app.Stdout
	for _, t := range targets {
		if t.path == "-" {
			out = app.Stderr
		}
	}
	screen := console.New(console.Options{
		Out: out, Color: app.color(out), Quiet: !app.CLI.Verbose, Verbose: app.CLI.Verbose,
		Plan: joined.Run.Plan, Workers: joined.Run.Workers, Fence: app.fence,
	})
	for _, e := range joined.Events {
		screen.Observe(e)
	}
	return screen.Finish(&joined.Run)
}
