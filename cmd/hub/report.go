package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/project"
)

// ReportFlags choose reports.
type ReportFlags struct {
	Report flags.List `placeholder:"FORMAT[:PATH],…" help:"Write reports: {formats}. PATH is relative to the current folder and defaults to a file in reports.dir; - is stdout. Never replaces examples, hub.yaml, git's own files, or tracked files that hub did not write."`
}

// targets returns the reports to write, after checking their destinations.
func (f *ReportFlags) targets(ctx context.Context, app *App, p *project.Project) ([]delivery.Target, error) {
	return reportsTo(ctx, app, p, f.Report, app.Dir)
}

// reportsTo returns the reports, with paths relative to dir, after checking where they go.
func reportsTo(ctx context.Context, app *App, p *project.Project, reports []string, dir string) ([]delivery.Target, error) {
	targets, err := delivery.Choose(p, reports, dir, true)
	if err != nil {
		return nil, err
	}
	return targets, delivery.Check(ctx, p, targets, "", app.Dir, app.Environ)
}

// ReportCmd renders a kept run.
type ReportCmd struct {
	From string `default:"latest" placeholder:"RUN" help:"Run to render: latest (recorded last), latest~1 (the one before), a run ID, or the path of a run log or JSON report."`
	ReportFlags
}

// Run renders it.
func (c *ReportCmd) Run(ctx context.Context, app *App) error {
	p, err := app.work.Open()
	if err != nil {
		return err
	}
	targets, err := c.targets(ctx, app, p)
	if err != nil {
		return err
	}
	run, warnings, err := delivery.Kept(ctx, p, c.From, app.Dir)
	app.work.WarnAll(warnings)
	if err != nil {
		return err
	}
	writer := app.reportWriter(p)
	writer.Outputs.Beside(place.Under(app.Dir, c.From))
	written, err := writer.Write(ctx, run, targets)
	app.nameReports(written)
	if err != nil {
		return &exitcode.Error{Code: exitcode.Trouble, Err: err}
	}
	return nil
}

// reportWriter returns what writes reports of the project.
func (a *App) reportWriter(p *project.Project) delivery.Writer {
	return delivery.Writer{Guard: p.Guard, Stdout: a.Stdout, Log: a.inPipeline(), Limit: a.system().JUnit, Outputs: delivery.NewOutputs(p), Watch: a.Watch, Safely: a.guard().Wrap}
}

// nameReports prints where reports were written.
func (a *App) nameReports(written []delivery.Target) {
	a.work.WarnAll(delivery.Notes(written, a.Dir))
}
