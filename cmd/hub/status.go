package main

import (
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// StatusCmd sums up what is known.
type StatusCmd struct {
	Detailed   bool          `short:"d" help:"Each example as well."`
	ErrorsOnly bool          `short:"e" help:"Each example whose last result is an error."`
	Format     render.Format `short:"f" enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
}

// Help is the long help.
func (StatusCmd) Help() string {
	return "Examples that were never run count as pending, passes whose grounds have changed as stale. What is remembered of examples that are gone from the catalog is named with -d or -v; 'hub clean' forgets those of them whose files are gone as well.\n\n" +
		"Exit codes: 0, whatever the status says; 2 usage or configuration; 3 status that cannot be read." +
		render.FieldsHelp[query.Summary]("--format=json holds, as summary") +
		render.FieldsHelp[query.ExampleRow]("and with -d or -e, as examples; columns of --format=csv")
}

// Run sums up.
func (c *StatusCmd) Run(app *App) error {
	p, snapshot, err := app.snapshot()
	if err != nil {
		return err
	}
	prints := app.judged(p, snapshot)
	answer := query.StatusAnswer(snapshot, query.Detail{
		Examples: c.Detailed, Errors: c.ErrorsOnly, Orphans: c.Detailed || app.Global.Verbose,
	})
	if err := prints.Err(); err != nil {
		return err
	}
	return app.output(c.Format).Write(answer)
}
