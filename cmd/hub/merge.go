package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/merge"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters"
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
	found, err := c.find(app)
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
	joined, err := merge.Join(found.parts, merge.Options{
		Pipeline: line(c.Pipeline), Here: app.identity().Pipeline, Axis: line(c.Axis), Later: ci.Systems().Later, Absent: found.absent,
	})
	if err != nil {
		return &exitError{exitUsage, err}
	}
	c.tell(app, &joined)
	known := c.begin(app, lock, &joined)
	s := &session{app: app, cfg: cfg}
	if err := found.bringOutputs(s.outputs(store, joined.Run.ID), &joined); err != nil {
		joined.Report(hub.Problem{Kind: hub.ProblemOutput, Message: oneLine(fmt.Sprintf("not every whole output could be saved: %v", err))})
	}
	d := delivery{app: app, run: func() *hub.Run { return &joined.Run }, report: joined.Report}
	d.all(ctx, targets)
	if err := c.show(app, &joined, targets); err != nil {
		joined.Report(hub.Problem{Kind: hub.ProblemScreen, Message: oneLine(fmt.Sprintf("what was printed is not complete: %v", err))})
	}
	d.again(ctx)
	late := c.remember(store, lock, known, &joined)
	d.again(ctx)
	app.nameReports(d.written(targets))
	app.tellTroubles(&joined.Run, late)
	return exitOnly(s.code(&joined.Run, len(late) > 0))
}

// begin reads the status and numbers the joined run. Without logs there is nothing
// to remember, and nil comes back, as when the status could not be read: that is
// a problem of the run.
func (c *MergeCmd) begin(app *App, lock *status.Lock, joined *merge.Joined) *status.File {
	if len(joined.Parts) == 0 {
		return nil
	}
	known, notes, err := lock.Fold()
	app.notes(notes)
	if err == nil {
		err = lock.SetRun(joined.Run.ID)
	}
	if err == nil {
		var sequence int64
		sequence, err = lock.Sequence(known, joined.Run.ID)
		joined.Number(sequence)
	}
	if err != nil {
		joined.Report(unrecorded(err))
		return nil
	}
	return known
}

func unrecorded(err error) hub.Problem {
	return hub.Problem{Kind: hub.ProblemRecord, Message: oneLine(fmt.Sprintf("the joined run could not be recorded: %v", err))}
}

// remember gives the joined run a log, and then folds it into the status. That
// it could not be recorded is a problem of the run, and so is a status that could
// not be written: the log is written anew with that. The errors are of the latter.
func (c *MergeCmd) remember(store *status.Store, lock *status.Lock, known *status.File, joined *merge.Joined) []error {
	if known == nil {
		return nil
	}
	if err := recordJoined(store, &joined.Run); err != nil {
		joined.Report(unrecorded(err))
		return amendJoined(store, &joined.Run)
	}
	err := lock.FoldRun(known, &joined.Run)
	if err == nil {
		return nil
	}
	joined.Report(hub.Problem{Kind: hub.ProblemRecord, Message: oneLine(unremembered(err).Error())})
	if late := amendJoined(store, &joined.Run); late != nil {
		return late
	}
	_ = lock.FoldRun(known, &joined.Run) // that it cannot be written is in the run
	return nil
}

// amendJoined writes the log of a joined run anew, that has got a problem since it
// was written, or may have been. Where that cannot be done there is none.
func amendJoined(store *status.Store, run *hub.Run) []error {
	why := recordJoined(store, run)
	if why == nil {
		return nil
	}
	dir, err := store.Below(store.RunsDir())
	if err == nil {
		err = errors.Join(dir.Remove(filepath.Base(runlog.Path("", run.ID))), dir.Close())
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return []error{why, fmt.Errorf("removing the log of the joined run: %w", err)}
	}
	return []error{why}
}

// recordJoined writes a run that is over to its log. One of that ID that says the
// same is the same run, recorded before; any other is what a crash left of it, or
// was changed since.
func recordJoined(store *status.Store, run *hub.Run) error {
	log, err := store.Log(context.Background(), run.ID)
	if err == nil && log.Unproven() == "" && merge.Same(&log.Run, run) {
		return nil
	}
	return restore(store, run)
}

// tell says which logs count.
func (c *MergeCmd) tell(app *App, joined *merge.Joined) {
	for _, p := range joined.Foreign {
		app.warn("shard %d/%d: %s does not count: it is of %s, the joined run is of %s",
			p.Log.Run.Shard.Index, p.Log.Run.Shard.Total, p.Path, merge.PipelineText(p.Log.Run.Pipeline), merge.PipelineText(joined.Run.Pipeline))
	}
	for _, note := range joined.Notes {
		app.warn("%s", note)
	}
	for _, p := range joined.Parts {
		run := &p.Log.Run
		app.warn("shard %d/%d: %s, %s of %s (%s)", run.Shard.Index, run.Shard.Total, run.End.Reason, count(len(run.Plan), "example"), run.ID, p.Path)
	}
	if len(joined.Parts) > 0 {
		c.warnApart(app, joined)
	}
}

// farApart is how long after each other the shards of one plan may well start,
// where nothing but the times tells: a day is more than jobs of the large
// systems wait and take, and less than what a cache or an old workspace holds.
const farApart = 24 * time.Hour

// warnApart warns of shards that might be of different pipelines, where their
// logs do not say of which they are.
func (c *MergeCmd) warnApart(app *App, joined *merge.Joined) {
	first, last := &joined.Parts[0], &joined.Parts[0]
	for i := range joined.Parts {
		p := &joined.Parts[i]
		if p.Log.Run.Started.Before(first.Log.Run.Started) {
			first = p
		}
		if p.Log.Run.Started.After(last.Log.Run.Started) {
			last = p
		}
	}
	if first.Log.Run.Pipeline == "" && last.Log.Run.Started.Sub(first.Log.Run.Started) > farApart {
		app.warn("%s was begun at %s and %s at %s: make sure that both are of one pipeline, or give 'hub ci' a --pipeline=ID, by which this is known",
			first.Path, first.Log.Run.Started.UTC().Format(time.RFC3339), last.Path, last.Log.Run.Started.UTC().Format(time.RFC3339))
	}
}

// show prints the failures and the verdict.
func (c *MergeCmd) show(app *App, joined *merge.Joined, targets []target) error {
	out := app.Stdout
	for _, t := range targets {
		if t.path == "-" {
			out = app.Stderr
		}
	}
	console := reporters.NewConsole(reporters.ConsoleOptions{
		Out: out, Color: app.color(out), Quiet: !app.CLI.Verbose, Verbose: app.CLI.Verbose,
		Plan: joined.Run.Plan, Workers: joined.Run.Workers, Fence: app.fence,
	})
	for _, e := range joined.Events {
		console.Observe(e)
	}
	return console.Finish(&joined.Run)
}
