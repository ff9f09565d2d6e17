package main

import (
	"context"
	"errors"

	"github.com/alecthomas/kong"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// ErrorsCmd lists failed examples, re-runs them, or forgets their errors.
type ErrorsCmd struct {
	Rerun  bool          `name:"run" help:"Re-run them, and report which are fixed."`
	Clear  bool          `help:"Forget their errors: the examples become pending, as if they had never failed."`
	Since  flags.Past    `placeholder:"TIME" help:"Only failures since TIME, such as 2d, \"1 week ago\", yesterday or 2026-01-31, by the clock that recorded them."`
	Limit  flags.Count   `short:"l" placeholder:"N" help:"At most N examples, in catalog order."`
	DryRun bool          `help:"Print what --run (or --clear) would do, and do nothing."`
	By     string        `enum:"example,cause" default:"example" placeholder:"WHAT" help:"List the failures by example, or by cause: same type, message and place."`
	Format render.Format `enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
	ScopeFlags
	HowFlags `group:"With --run:"`
}

// Run lists, re-runs or forgets.
func (c *ErrorsCmd) Run(ctx context.Context, app *App, k *kong.Context) error {
	again := c.Rerun || c.DryRun && !c.Clear
	if c.Clear && c.Rerun {
		return usage.Errorf("--clear and --run exclude each other: --clear forgets the errors that --run re-runs")
	}
	if c.By == "cause" && (c.Clear || again) {
		return usage.Errorf("--by=cause only lists errors: omit --run, --clear and --dry-run")
	}
	if err := onlyWithRun(k, again); err != nil {
		return err
	}
	scope := query.Scope{Choice: c.choice(app)}
	scope.Since, scope.Limit = c.Since.Time, int(c.Limit)
	switch {
	case c.Clear:
		return c.clear(ctx, app, scope)
	case again && (!c.DryRun || c.Format == render.Table):
		f := RunFlags{Filter: flags.List{"errors"}, ScopeFlags: c.ScopeFlags, Limit: c.Limit, DryRun: c.DryRun, HowFlags: c.HowFlags}
		return app.rerun(ctx, "errors", &f, c.Format, scope)
	}
	p, snapshot, err := app.work.Snapshot()
	if err != nil {
		return err
	}
	if c.By == "cause" {
		causes, members, err := query.Causes(snapshot, scope)
		if err != nil {
			return err
		}
		return app.output(c.Format).Write(query.CausesAnswer(causes, members, scope))
	}
	rows, err := query.Errors(snapshot, scope)
	if err != nil {
		return err
	}
	query.CompareErrors(snapshot, rows, &query.Kept{Load: p.Store.Kept})
	return app.output(c.Format).Write(query.ErrorsAnswer(rows, scope))
}

// clear forgets the errors of the scope.
func (c *ErrorsCmd) clear(ctx context.Context, app *App, scope query.Scope) (err error) {
	p, err := app.work.Discover()
	if err != nil {
		return err
	}
	lock, err := app.work.Lock(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	rows, notes, err := query.ClearErrors(lock, p.Catalog, scope, c.DryRun)
	app.work.Notes(notes)
	if err != nil {
		return err
	}
	return app.output(c.Format).Write(query.ClearedAnswer(rows, scope, c.DryRun))
}
