package main

import (
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// StatusCmd summarises the recorded status.
type StatusCmd struct {
	ScopeFlags
	Detailed   bool          `short:"d" help:"List every example as well."`
	ErrorsOnly bool          `short:"e" help:"List the examples whose last result is an error."`
	Format     render.Format `short:"f" enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
}

// Run prints the summary.
func (c *StatusCmd) Run(app *App) error {
	p, snapshot, err := app.work.Snapshot()
	if err != nil {
		return err
	}
	prints := app.work.Judged(p, snapshot)
	answer, err := query.StatusAnswer(snapshot, query.Scope{Choice: c.choice(app)}, query.Detail{
		Examples: c.Detailed, Errors: c.ErrorsOnly, Rows: c.Format != render.Table, Orphans: c.Detailed || app.Global.Verbose,
	})
	if err != nil {
		return err
	}
	if err := prints.Err(); err != nil {
		return err
	}
	return app.output(c.Format).Write(answer)
}
