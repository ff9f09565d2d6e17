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
	Baseline string `placeholder:"FILE" help:"File of known failures, which do not fail the run; none: ignore hub.baseline.yaml; strict: use it, and make a known failure that is fixed an error of type unexpected_pass. Default: hub.baseline.yaml, if it exists."`
}

// openBaseline returns the baseline; nil if there is none.
func (f *BaselineFlag) openBaseline(ctx context.Context, app *App, p *project.Project) (*baseline.File, error) {
	return baseline.Open(ctx, p.Guard, p.Config.Root, app.Dir, f.Baseline)
}

// BaselineCmd groups the commands for the known failures.
type BaselineCmd struct {
	Update BaselineUpdateCmd `cmd:"" help:"Write the failures of the newest results to the baseline, and remove those that are fixed or gone."`
	Show   BaselineShowCmd   `cmd:"" help:"List the known failures, and how the newest result of each example compares."`
}

// Help is the long help.
func (BaselineCmd) Help() string {
	return "hub.baseline.yaml, beside hub.yaml, lists the known failures: ID, type and normalized message (without temporary paths, ports, dates and durations). Commit it. " +
		"A run does not fail for a known failure. It fails for a new one, and for one with another type or message. " +
		"Hub reports a known failure that is fixed; --baseline=strict makes it an error, so that the file only shrinks. " +
		"You may add until (a date, after which the failure fails the run), reason and owner to an entry."
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
	return compared{p, file, rows, len(s.Status.Examples) == 0}, s.Status.Err()
}

// BaselineUpdateCmd writes the known failures.
type BaselineUpdateCmd struct {
	OnlyFixed bool          `help:"Only remove failures that are fixed or gone."`
	DryRun    bool          `help:"Print what would change, and write nothing."`
	Format    render.Format `enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
	baselineFile
}

// Help is the long help.
func (BaselineUpdateCmd) Help() string {
	return "Uses the newest result of each example, like 'hub errors', and runs nothing. Keeps until, reason and owner. Keeps the entry of an example that has no newer result, or a doubtful or flaky pass. " +
		"Leaves out failures that the example's own settings allow, and examples that could not run (no interpreter, invalid metadata). " +
		"Prints each change: + added, ~ changed, - fixed or gone. " +
		"Exit codes: 0, also when nothing changes; 2 usage or configuration, an invalid baseline, or a file that hub must not write; 3 the baseline cannot be written, or the status cannot be read." +
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
