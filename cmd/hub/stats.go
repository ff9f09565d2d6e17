package main

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/stats"
)

// StatsCmd summarises timing, failures and trends.
type StatsCmd struct {
	Since   flags.Past    `placeholder:"TIME" help:"Use only results and runs since TIME, such as 30d, \"3 weeks ago\" or 2026-01-31."`
	Slowest flags.Count   `default:"5" placeholder:"N" help:"List the N slowest examples; 0: none."`
	Fastest flags.Count   `default:"5" placeholder:"N" help:"List the N fastest examples; 0: none."`
	Runs    bool          `help:"Print only the runs."`
	Format  render.Format `enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv: csv holds the examples, or with --runs the runs."`
}

// Help is the long help.
func (StatsCmd) Help() string {
	return fmt.Sprintf("Covers the examples of the current catalog, by the newest twenty results kept of each, and the newest runs. Timing is over the last passes; p95 is by nearest rank. "+
		"Results and runs are in recorded order; --since uses the clocks that recorded them. An example is newly failing or fixed when its last outcome differs from the one before. It is slower when its last pass took more than %g times the median of its earlier passes, of which there are at least %d, and at least %v longer. "+
		"Failures are sorted by rate, newly failing ones first; flaky examples by rate.\n\n"+
		"--format=json holds timing (count total mean median p95 stdDev min max), successRate (the share of passes among all these results), the lists slowest, fastest, newlyFailing, fixed, slower, failing and flaky of examples, and runs, oldest first.\n\n"+
		"Exit codes: 0; 2 usage or configuration; 3 the status cannot be read.", stats.SlowFactor, stats.SlowSamples, stats.SlowMargin) +
		render.FieldsHelp[query.StatRow]("Fields of an example and columns of --format=csv") +
		render.FieldsHelp[query.RunRow]("Fields of a run and columns of --runs --format=csv")
}

// Run prints the summary.
func (c *StatsCmd) Run(app *App) error {
	_, snapshot, err := app.snapshot()
	if err != nil {
		return err
	}
	answer := query.RunsAnswer(snapshot, c.Since.Time)
	if !c.Runs {
		answer = query.StatsAnswer(snapshot, c.Since.Time, int(c.Slowest), int(c.Fastest))
	}
	return app.output(c.Format).Write(answer)
}
