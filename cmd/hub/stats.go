package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/stats"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/usage"
)

// StatsCmd sums up times, failures and trends.
type StatsCmd struct {
	Since   string `placeholder:"TIME" help:"Only results and runs since then, such as 30d, \"3 weeks ago\" or 2026-01-31."`
	Slowest int    `default:"5" placeholder:"N" help:"List the N slowest examples; 0: none."`
	Fastest int    `default:"5" placeholder:"N" help:"List the N fastest examples; 0: none."`
	Runs    bool   `help:"The runs alone."`
	Format  string `default:"table" placeholder:"FORMAT" help:"table, json or csv: of csv the examples, or with --runs the runs."`
}

// statRow is what the kept results of one example come to.
type statRow struct {
	named
	Passed    bool        `json:"passed" doc:"the last outcome is a pass"`
	Seconds   float64     `json:"seconds" doc:"how long that pass took; 0 for a failure"`
	Median    float64     `json:"median" doc:"median seconds of its passes"`
	Results   int         `json:"results" doc:"outcomes that are kept, at most twenty; skips and interruptions are none"`
	Errors    int         `json:"errors" doc:"failures among them"`
	ErrorRate float64     `json:"errorRate" doc:"their share, from 0 to 1"`
	Flaky     int         `json:"flaky" doc:"passes after a failed attempt among them"`
	FlakyRate float64     `json:"flakyRate" doc:"their share, from 0 to 1"`
	InARow    int         `json:"inARow" doc:"failures in a row, up to now"`
	Trend     stats.Trend `json:"trend,omitempty" doc:"newly-failing, fixed or slower than the time before"`
	Slower    float64     `json:"slower,omitempty" doc:"the last pass took so many times the median of those before"`
	Last      status.Time `json:"lastExecuted" doc:"when the last outcome was"`
}

// runRow is one run in the trend.
type runRow struct {
	ID          string      `json:"id" doc:"the run's ID"`
	Started     status.Time `json:"started" doc:"when it started"`
	Seconds     float64     `json:"seconds" doc:"how long it took"`
	Verdict     hub.Verdict `json:"verdict" doc:"good, failed, empty, interrupted or trouble"`
	Full        bool        `json:"full" doc:"it was meant to cover the whole catalog"`
	Total       int         `json:"total" doc:"examples in its plan"`
	Completed   int         `json:"completed" doc:"completed ones"`
	Errors      int         `json:"errors" doc:"errors"`
	Interrupted int         `json:"interrupted" doc:"interrupted ones"`
	Skipped     int         `json:"skipped" doc:"skipped ones"`
	Pending     int         `json:"pending" doc:"ones that were not reached"`
	Flaky       int         `json:"flaky" doc:"flaky ones among the completed"`
}

// statsAnswer is the JSON answer. The lists are of examples, each in the order
// of what it is about.
type statsAnswer struct {
	Since        *time.Time   `json:"since,omitempty"`
	Timing       stats.Timing `json:"timing"`
	Slowest      []statRow    `json:"slowest"`
	Fastest      []statRow    `json:"fastest"`
	NewlyFailing []statRow    `json:"newlyFailing"`
	Fixed        []statRow    `json:"fixed"`
	Slower       []statRow    `json:"slower"`
	Failing      []statRow    `json:"failing"`
	Flaky        []statRow    `json:"flaky"`
	Runs         []runRow     `json:"runs"`
}

// Help is the long help.
func (StatsCmd) Help() string {
	return fmt.Sprintf("Of the examples of today's catalog, by the newest twenty results that are kept of each, and of the newest runs. Timing is over the last passes; p95 by the nearest rank. "+
		"Results and runs are in the order in which they were recorded; --since goes by the clocks that recorded them. An example is newly failing or fixed when its last outcome is another than the one before. It is slower when its last pass took more than %g times the median of its passes before, of which there are at least %d, and at least %v longer. "+
		"Failing and flaky ones stand in the order of their rates.\n\n"+
		"--format=json holds timing (count total mean median p95 stdDev min max), the lists slowest, fastest, newlyFailing, fixed, slower, failing, flaky of examples, and runs, oldest first.\n\n"+
		"Exit codes: 0; 2 usage or configuration; 3 status that cannot be read.", stats.SlowFactor, stats.SlowSamples, stats.SlowMargin) +
		fieldsHelp[statRow]("Fields of an example, and columns of --format=csv") +
		fieldsHelp[runRow]("Fields of a run, and columns of --runs --format=csv")
}

// Run shows it.
func (c *StatsCmd) Run(app *App) error {
	if err := oneOf("--format", c.Format, "table", "json", "csv"); err != nil {
		return err
	}
	since, err := pastFlag("--since", c.Since, app.Now())
	switch {
	case err != nil:
		return err
	case c.Slowest < 0:
		return usage.Errorf("--slowest=%d: must be 0 or more", c.Slowest)
	case c.Fastest < 0:
		return usage.Errorf("--fastest=%d: must be 0 or more", c.Fastest)
	}
	k, err := app.known()
	if err != nil {
		return err
	}
	runs := runRows(k.status.Runs, since)
	rows := statRows(k.catalog.Examples, k.status, since)
	switch {
	case c.Runs && c.Format == "json":
		return writeJSON(app.jsonOut(), runs)
	case c.Runs && c.Format == "csv":
		return writeCSV(app, runs)
	case c.Runs:
		return writeRuns(app, runs, nothing("No run is remembered", len(k.status.Runs) > 0, since))
	case c.Format == "csv":
		return writeCSV(app, rows)
	}
	answer := c.answer(rows)
	answer.Runs = runs
	if !since.IsZero() {
		answer.Since = &since
	}
	if c.Format == "json" {
		return writeJSON(app.jsonOut(), answer)
	}
	older := len(rows) == 0 && len(statRows(k.catalog.Examples, k.status, time.Time{})) > 0
	return answer.write(app, nothing("No example has a result yet", older, since))
}

// nothing says that there is nothing to tell; older: there is, from before that
// time.
func nothing(text string, older bool, since time.Time) string {
	if !older || since.IsZero() {
		return text + "."
	}
	return "Nothing since " + when(status.Time{Time: since}) + "; without --since there are older results."
}

// statRows are the examples that have an outcome since then, in catalog order.
func statRows(examples []hub.Example, known *status.File, since time.Time) []statRow {
	rows := []statRow{}
	for i := range examples {
		e := &examples[i]
		entry, ok := known.Get(e.ID)
		if !ok {
			continue
		}
		x := stats.Of(&entry, since)
		if x.Results == 0 {
			continue
		}
		rows = append(rows, statRow{
			named:  nameOf(e),
			Passed: x.Passed, Seconds: x.Seconds, Median: x.Median, Results: x.Results,
			Errors: x.Errors, ErrorRate: x.ErrorRate(), Flaky: x.Flaky, FlakyRate: x.FlakyRate(),
			InARow: x.InARow, Trend: x.Trend, Slower: x.Slower, Last: status.Time{Time: x.Last},
		})
	}
	return rows
}

func runRows(runs []hub.RunSummary, since time.Time) []runRow {
	rows := []runRow{}
	for _, r := range runs {
		if r.Started.Before(since) {
			continue
		}
		rows = append(rows, runRow{
			ID: r.ID, Started: status.Time{Time: r.Started}, Seconds: r.Seconds, Verdict: r.Verdict, Full: r.Full,
			Total: r.Counts.Total, Completed: r.Counts.Completed, Errors: r.Counts.Errors,
			Interrupted: r.Counts.Interrupted, Skipped: r.Counts.Skipped, Pending: r.Counts.Pending, Flaky: r.Counts.Flaky,
		})
	}
	return rows
}

// answer sorts the examples into the lists.
func (c *StatsCmd) answer(rows []statRow) statsAnswer {
	passed := pick(rows, func(r *statRow) bool { return r.Passed }, nil)
	seconds := make([]float64, len(passed))
	for i := range passed {
		seconds[i] = passed[i].Seconds
	}
	slowest := pick(passed, nil, func(a, b *statRow) int { return cmp.Compare(b.Seconds, a.Seconds) })
	fastest := pick(passed, nil, func(a, b *statRow) int { return cmp.Compare(a.Seconds, b.Seconds) })
	return statsAnswer{
		Timing:       stats.TimingOf(seconds),
		Slowest:      slowest[:min(c.Slowest, len(slowest))],
		Fastest:      fastest[:min(c.Fastest, len(fastest))],
		NewlyFailing: pick(rows, func(r *statRow) bool { return r.Trend == stats.TrendNewlyFailing }, nil),
		Fixed:        pick(rows, func(r *statRow) bool { return r.Trend == stats.TrendFixed }, nil),
		Slower: pick(rows, func(r *statRow) bool { return r.Slower > 0 }, func(a, b *statRow) int {
			return cmp.Compare(b.Slower, a.Slower)
		}),
		Failing: pick(rows, func(r *statRow) bool { return r.Errors > 0 }, func(a, b *statRow) int {
			return cmp.Or(cmp.Compare(b.ErrorRate, a.ErrorRate), cmp.Compare(b.Errors, a.Errors))
		}),
		Flaky: pick(rows, func(r *statRow) bool { return r.Flaky > 0 }, func(a, b *statRow) int {
			return cmp.Or(cmp.Compare(b.FlakyRate, a.FlakyRate), cmp.Compare(b.Flaky, a.Flaky))
		}),
	}
}

// pick copies the rows for which take is true; equal ones stay in catalog order.
func pick(rows []statRow, take func(*statRow) bool, order func(a, b *statRow) int) []statRow {
	out := []statRow{}
	for i := range rows {
		if take == nil || take(&rows[i]) {
			out = append(out, rows[i])
		}
	}
	if order != nil {
		slices.SortStableFunc(out, func(a, b statRow) int { return order(&a, &b) })
	}
	return out
}
