package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/baseline"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// BaselineFlag chooses the baseline of a run.
type BaselineFlag struct {
	Baseline string `placeholder:"FILE" help:"Known failures, which do not fail the run: a file, none, or strict (hub.baseline.yaml, and a known failure that is fixed is an error of type unexpected_pass). Default: hub.baseline.yaml, if there is one."`
}

// openBaseline returns the baseline; nil if there is none.
func (f *BaselineFlag) openBaseline(ctx context.Context, app *App, p *project.Project) (*baseline.File, error) {
	return baseline.Open(ctx, p.Guard, p.Config.Root, app.Dir, f.Baseline)
}

// BaselineCmd groups the commands for the known failures.
type BaselineCmd struct {
	Update BaselineUpdateCmd `cmd:"" help:"Write the failures of the newest results as known, and take out those that are fixed or gone."`
	Show   BaselineShowCmd   `cmd:"" help:"List the known failures, and what the newest results say of each."`
}

// Help is the long help.
func (BaselineCmd) Help() string {
	return "hub.baseline.yaml, beside hub.yaml, lists the failures that are known: ID, type and message of each, without what differs between runs and machines. Commit it. " +
		"A run counts a known failure apart, and does not fail for it; it fails for a new failure, and for one with another type or message than the known one. " +
		"A known failure that is fixed is reported; --baseline=strict makes it an error, so that the file only shrinks. " +
		"until (a date, after which the failure fails the run), reason and owner may be added to an entry."
}

// baselineFile is the file that the commands are about.
type baselineFile struct {
	Baseline string `placeholder:"FILE" help:"The file. Default: hub.baseline.yaml beside hub.yaml."`
}

// compared is a baseline, compared with the newest results.
type compared struct {
	project *project.Project
	file    *baseline.File
	rows    []baseline.Row
	// unknown: no result of any example is recorded.
	unknown bool
}

// compare compares the baseline with the newest results.
func (f *baselineFile) compare(ctx context.Context, app *App) (compared, error) {
	p, s, err := app.snapshot()
	if err != nil {
		return compared{}, err
	}
	if f.Baseline == baseline.None || f.Baseline == baseline.Strict {
		return compared{}, usage.Errorf("--baseline=%s: name a file", f.Baseline)
	}
	file, err := baseline.Named(ctx, p.Guard, p.Config.Root, app.Dir, f.Baseline)
	if err != nil {
		return compared{}, err
	}
	rows := file.Compare(baseline.Recorded{Catalog: s.Catalog.Examples, Incomplete: s.Catalog.Incomplete(), Status: s.Status, Hide: p.Secrets.String})
	return compared{p, file, rows, len(s.Status.Examples) == 0}, nil
}

// BaselineUpdateCmd writes the known failures.
type BaselineUpdateCmd struct {
	OnlyFixed bool          `help:"Only take out failures that are fixed or gone."`
	DryRun    bool          `help:"Print what would change, and write nothing."`
	Format    render.Format `enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
	baselineFile
}

// Help is the long help.
func (BaselineUpdateCmd) Help() string {
	return "Takes the newest result of each example, as 'hub errors' does, and runs nothing. Keeps until, reason and owner, and the entry of an example without a newer result, or whose pass is doubtful or flaky. " +
		"Not written are failures that the example's own settings allow, and of examples that could not even run (no interpreter, invalid metadata). " +
		"Prints each change: + added, ~ changed, - fixed or gone. " +
		"Exit codes: 0, also when nothing changes; 2 usage or configuration, an invalid baseline, or a place where hub does not write; 3 it cannot be written, or the status cannot be read." +
		render.FieldsHelp[query.BaselineRow]("Fields of --format=json (a list of the changes) and columns of csv")
}

// Run writes the file.
func (c *BaselineUpdateCmd) Run(ctx context.Context, app *App) error {
	found, err := c.compare(ctx, app)
	if err != nil {
		return err
	}
	rows := query.Baseline(found.rows, app.Now())
	next := baseline.Next(found.rows, c.OnlyFixed)
	u := query.Updated{Name: found.file.Name, Failures: len(next), Dry: c.DryRun, OnlyFixed: c.OnlyFixed, Nothing: found.unknown}
	if c.DryRun {
		u.Written = found.file.Differs(next)
	} else if u.Written, err = found.file.Write(ctx, found.project.Guard, next); err != nil {
		return err
	}
	return app.output(c.Format).Write(query.BaselineUpdateAnswer(rows, u))
}

// BaselineShowCmd shows the known failures.
type BaselineShowCmd struct {
	Format render.Format `enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
	baselineFile
}

// Help is the long help.
func (BaselineShowCmd) Help() string {
	return "Exit codes: 0, also without a baseline; 2 usage or configuration, or an invalid baseline; 3 the status cannot be read." +
		render.FieldsHelp[query.BaselineRow]("Fields of --format=json (a list) and columns of csv")
}

// Run prints the list.
func (c *BaselineShowCmd) Run(ctx context.Context, app *App) error {
	found, err := c.compare(ctx, app)
	if err != nil {
		return err
	}
	rows := query.Baseline(baseline.Entries(found.rows), app.Now())
	return app.output(c.Format).Write(query.BaselineAnswer(rows, found.file.Name, found.file.Exists()))
}
