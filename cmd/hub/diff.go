package main

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/delivery"
	"github.com/seed-00a9b34c/hub/pkg/difference"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/reporters/markdown"
)

// DiffCmd compares two runs.
type DiffCmd struct {
	Before string        `arg:"" name:"a" help:"The earlier run: latest, latest~1 (the one before the latest), a run ID, or the path of a run log or JSON report."`
	After  string        `arg:"" name:"b" help:"The later run, likewise."`
	Format render.Format `enum:"table,json,markdown" default:"table" placeholder:"FORMAT" help:"table, json or markdown."`
}

// markdownFormat is a format of this command only.
const markdownFormat render.Format = "markdown"

// Run prints the difference.
func (c *DiffCmd) Run(ctx context.Context, app *App) error {
	p, err := app.work.Open()
	if err != nil {
		return err
	}
	app.work.FindSecrets(p)
	var runs [2]*hub.Run
	for i, name := range []string{c.Before, c.After} {
		run, warnings, err := delivery.Kept(ctx, p, name, app.Dir)
		app.work.WarnAll(warnings)
		if err != nil {
			return err
		}
		runs[i] = run
	}
	d := difference.Of(runs[0], runs[1])
	if c.Format == markdownFormat {
		return markdown.Difference(app.Stdout, &d)
	}
	return app.output(c.Format).Write(query.DifferenceAnswer(&d))
}
