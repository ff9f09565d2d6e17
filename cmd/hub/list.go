package main

import (
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// ListCmd lists the catalog.
type ListCmd struct {
	ScopeFlags
	Filter flags.List    `short:"f" placeholder:"FILTER,…" help:"Select by recorded status: {filters}."`
	Format render.Format `enum:"table,json,csv,ids" default:"table" placeholder:"FORMAT" help:"table, json, csv or ids."`
}

// Run prints the list.
func (c *ListCmd) Run(app *App) error {
	p, snapshot, err := app.work.Snapshot()
	if err != nil {
		return err
	}
	prints := app.work.Judged(p, snapshot)
	scope := query.Scope{Choice: c.choice(app)}
	scope.Filters = c.Filter
	chosen, err := snapshot.Choose(scope)
	if err != nil {
		return err
	}
	app.work.WarnAll(snapshot.Catalog.Printed(false))
	if c.Format == render.Table {
		app.work.WarnAll(snapshot.Catalog.LeftOut())
	}
	answer := query.IDsAnswer(chosen)
	if c.Format != render.IDs { // which need no status
		answer = query.ListAnswer(query.Examples(snapshot, chosen), len(snapshot.Catalog.Examples))
	}
	if err := prints.Err(); err != nil {
		return err
	}
	return app.output(c.Format).Write(answer)
}
