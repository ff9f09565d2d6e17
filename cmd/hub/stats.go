package main

import (
	"github.com/seed-00a9b34c/hub/pkg/flags"
	"github.com/seed-00a9b34c/hub/pkg/query"
	"github.com/seed-00a9b34c/hub/pkg/render"
)

// StatsCmd summarises timing, failures and trends.
type StatsCmd struct {
	Since   flags.Past    `placeholder:"TIME" help:"Use only results and runs since TIME, such as 30d, \"3 weeks ago\" or 2026-01-31."`
	By      query.Measure `enum:"time,cpu,memory" default:"time" placeholder:"MEASURE" help:"Rank examples by the time of their last pass, or by the CPU time or the peak memory of their last result: time, cpu or memory."`
	Slowest flags.Count   `default:"5" placeholder:"N" help:"List the N slowest examples, or those with the most of the measure; 0: none."`
	Fastest flags.Count   `default:"5" placeholder:"N" help:"List the N fastest examples, or those with the least of the measure; 0: none."`
	Runs    bool          `help:"Print only the runs."`
	Format  render.Format `enum:"table,json,csv" default:"table" placeholder:"FORMAT" help:"table, json or csv: csv holds the examples, or with --runs the runs."`
}

// Run prints the summary.
func (c *StatsCmd) Run(app *App) error {
	_, snapshot, err := app.work.Snapshot()
	if err != nil {
		return err
	}
	answer := query.RunsAnswer(snapshot, c.Since.Time)
	if !c.Runs {
		answer = query.StatsAnswer(snapshot, c.Since.Time, c.By, int(c.Slowest), int(c.Fastest))
	}
	return app.output(c.Format).Write(answer)
}
