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

// Help is the long help.
func (DiffCmd) Help() string {
	return "Compares examples by ID, and messages without what differs between runs and machines. newly-failing: it fails, and did not before. changed: it fails with another type or message. " +
		"unclear: it passed or failed, and now was skipped, interrupted or not run, or its pass is doubtful or flaky. fixed: it failed, and now passes. slower: it passes, but takes more than twice as long. " +
		"new, gone: the other run has no such example. Unless both runs cover the whole catalog, hub only counts such examples. " +
		"The files may be of another project. Example: hub diff latest~1 latest\n\n" +
		"--format=json holds before and after (the runs: id, started, seconds, verdict, counts, unmatched) and changes, sorted by kind: kind, id, group, path, before and after (status, type, message, file, line, reason, seconds, flaky, allowedFailure, baseline).\n\n" +
		"Exit codes: 0, whatever differs; 2 usage or configuration, no such run; 3 a run cannot be read."
}

// Run prints the difference.
func (c *DiffCmd) Run(ctx context.Context, app *App) error {
	p, err := app.open()
	if err != nil {
		return err
	}
	app.findSecrets(p)
	var runs [2]*hub.Run
	for i, name := range []string{c.Before, c.After} {
		run, warnings, err := delivery.Kept(ctx, p, name, app.Dir)
		app.warnAll(warnings)
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
