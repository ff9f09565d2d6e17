package main

import (
	"context"
	"io"

	"github.com/seed-00a9b34c/hub/pkg/build"
	"github.com/seed-00a9b34c/hub/pkg/divide"
	"github.com/seed-00a9b34c/hub/pkg/exitcode"
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/place"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// PlanCmd writes a plan file.
type PlanCmd struct {
	PlanningFlags
	Parts    flags.Number   `placeholder:"N" help:"Cut the plan into N parts that take about equally long."`
	PartTime flags.Duration `placeholder:"D" help:"Cut the plan into as few parts as possible that each take at most D, such as 10m."`
	Output   string         `short:"o" placeholder:"FILE" help:"Write the plan to FILE; - is stdout."`
}

// PlanningFlags say what is in a plan file.
type PlanningFlags struct {
	ScopeFlags
	Filter  flags.List    `short:"f" placeholder:"FILTER,…" help:"Select by recorded status; examples that match any filter are selected: {filters}."`
	Limit   flags.Count   `short:"l" placeholder:"N" help:"Plan at most N examples."`
	Force   bool          `help:"Select regardless of recorded status."`
	Timings string        `placeholder:"FILE" help:"Take durations from FILE (a status.json, report.json, run log or JUnit report of any machine) instead of the recorded status."`
	Workers flags.Workers `short:"j" placeholder:"N" help:"Balance for parts that run N examples at a time. Default: run.workers."`
	Axis    string        `placeholder:"TEXT" help:"Matrix cell that the plan is for, such as linux."`
	RuleFlags
	AllowEmpty bool `help:"Write a plan of empty parts when no example is selected."`
}

// Run writes the plan.
func (c *PlanCmd) Run(ctx context.Context, app *App) error {
	r := divide.Request{Parts: int(c.Parts), File: place.Stdout}
	human := app.Stderr
	switch c.Output {
	case "":
		return usage.Errorf("no file for the plan: pass -o FILE, or -o - for stdout")
	case place.Stdout:
	default:
		human, r.Name, r.File = app.Stdout, c.Output, place.Under(app.Dir, c.Output)
	}
	if d := c.PartTime.Value; d != nil {
		if r.PartTime = *d; *d <= 0 {
			return usage.Errorf("--part-time=%s: must be more than 0", *d)
		}
	}
	made, err := app.plan(ctx, &c.PlanningFlags, r)
	if err != nil || app.Global.Quiet {
		return err
	}
	_, err = io.WriteString(human, made.Text(app.Global.Verbose))
	return err
}

// plan makes the plan that the flags describe, and writes it.
func (a *App) plan(ctx context.Context, f *PlanningFlags, r divide.Request) (*divide.Plan, error) {
	p, s, err := a.work.Snapshot()
	if err != nil {
		return nil, err
	}
	r.Select = selection.Request{Filters: f.Filter, Limit: int(f.Limit), Force: f.Force}
	r.Workers, r.EmptyFails = f.Workers.Or(int(p.Config.Run.Workers)), !f.AllowEmpty
	if err := f.rules(ctx, a, p, &r.Request); err != nil {
		return nil, err
	}
	choice := f.choice(a)
	if r.Choice, err = a.choose(p, &choice); err != nil {
		return nil, err
	}
	if f.Timings != "" {
		r.Timings = place.Under(a.Dir, f.Timings)
	}
	r.Hub, r.Axis, r.Environ, r.Warn = build.Version(), p.Secrets.String(line(f.Axis)), a.Environ, a.warn
	r.Run = planfile.Run{Timeout: f.Timeout.Value, Retries: f.Retries.Value, Flaky: string(f.Flaky), Require: f.Require, Baseline: f.Baseline}
	if f.Baseline != "" && r.Baseline != nil && !r.Baseline.Strict {
		r.Run.Baseline = r.Baseline.Recorded
	}
	made, err := divide.Make(ctx, p, s.Status, a.work.Prints(ctx, p), a.Now(), r)
	switch {
	case err != nil:
		return nil, err
	case made.EmptyFails:
		return nil, &exitcode.Error{Code: exitcode.Empty, Err: usage.Errorf("no example is selected; the plan was not written")}
	}
	return made, made.Write(a.Stdout)
}
