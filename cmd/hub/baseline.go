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
	p, s, err := app.work.Snapshot()
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

// Run prints the list.
func (c *BaselineShowCmd) Run(ctx context.Context, app *App) error {
	found, err := c.compare(ctx, app)
	if err != nil {
		return err
	}
	rows := query.Baseline(baseline.Entries(found.rows), app.Now())
	return app.output(c.Format).Write(query.BaselineAnswer(rows, found.file.Name, found.file.Exists()))
}
