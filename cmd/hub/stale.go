package main

import (
	"context"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/project"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// StaleCmd lists examples whose pass is outdated or that have no result, or re-runs them.
type StaleCmd struct {
	Rerun  bool          `name:"run" help:"Re-run them."`
	Limit  flags.Count   `short:"l" placeholder:"N" help:"At most N examples, in catalog order."`
	DryRun bool          `help:"Print what --run would run, and run nothing."`
	Format render.Format `enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
	ScopeFlags
	HowFlags `group:"With --run:"`
}

// Run lists or runs.
func (c *StaleCmd) Run(ctx context.Context, app *App, k *kong.Context) error {
	again := c.Rerun || c.DryRun
	if err := onlyWithRun(k, again); err != nil {
		return err
	}
	scope := query.Scope{Choice: c.choice(app)}
	scope.Limit = int(c.Limit)
	if again && (!c.DryRun || c.Format == render.Table) {
		f := RunFlags{Filter: query.StaleFilters(), ScopeFlags: c.ScopeFlags, Limit: c.Limit, DryRun: c.DryRun, HowFlags: c.HowFlags}
		return app.rerun(ctx, "stale", &f, c.Format, scope)
	}
	p, snapshot, err := app.work.Snapshot()
	if err != nil {
		return err
	}
	prints := app.work.Judged(p, snapshot)
	prints.Sampled = project.Sampled(app.Dir, app.warn)
	rows, err := query.Stale(snapshot, scope)
	if err != nil {
		return err
	}
	// The cache only saves time: nothing is lost when it cannot be written.
	_ = prints.Save()
	if err := prints.Err(); err != nil {
		return err
	}
	return app.output(c.Format).Write(query.StaleAnswer(rows, scope))
}
