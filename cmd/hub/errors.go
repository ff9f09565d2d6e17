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

// Help is the long help.
func (ErrorsCmd) Help() string {
	return "Lists the examples whose last result is an error, allowed failures included, in catalog order. Those that are no longer in the catalog come last: --run leaves them out, --clear removes their results.\n\n" +
		"--run finds the examples by ID, and at the end prints how many are fixed and which still fail; with --format=json or csv, nothing else goes to stdout. " +
		"--by=cause groups examples that failed with the same type and message at the same place; the largest group comes first. " +
		"--clear makes the failed examples pending. Earlier passes stay, and run logs do not bring the errors back.\n\n" +
		"Exit codes: 0 listed, forgotten, nothing failed, or --run fixed all; 1 with --run: some still fail; 2 usage or configuration; 3 hub could not do its job; 4 with --run: no examples were found; 130/143 with --run: interrupted." +
		render.FieldsHelp[query.ErrorRow]("Fields of --format=json (a list) and columns of csv") +
		render.FieldsHelp[query.CauseRow]("With --by=cause") +
		render.FieldsHelp[query.RerunRow]("With --run: fields of examples in json (beside run and counts) and columns of csv")
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
	p, snapshot, err := app.snapshot()
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
	p, err := app.discover()
	if err != nil {
		return err
	}
	lock, err := app.lock(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	rows, notes, err := query.ClearErrors(lock, p.Catalog, scope, c.DryRun)
	app.notes(notes)
	if err != nil {
		return err
	}
	return app.output(c.Format).Write(query.ClearedAnswer(rows, scope, c.DryRun))
}
