package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// StatusCmd sums up what is known.
type StatusCmd struct {
	Detailed   bool   `short:"d" help:"Each example as well."`
	ErrorsOnly bool   `short:"e" help:"Each example whose last result is an error."`
	Format     string `short:"f" default:"table" placeholder:"FORMAT" help:"table, json or csv."`
}

// Help is the long help.
func (StatusCmd) Help() string {
	return "Examples that were never run count as pending, passes whose grounds have changed as stale. What is remembered of examples that are gone from the catalog is named with -d or -v; 'hub clean' forgets those of them whose files are gone as well.\n\n" +
		"Exit codes: 0, whatever the status says; 2 usage or configuration; 3 status that cannot be read." +
		fieldsHelp[statusSummary]("--format=json holds, as summary") +
		fieldsHelp[row]("and with -d or -e, as examples; columns of --format=csv")
}

// statusSummary is the summary over the whole catalog. Every example counts
// once among completed to pending, which add up to totalExamples.
type statusSummary struct {
	TotalExamples  int         `json:"totalExamples" doc:"examples of the catalog"`
	Executed       int         `json:"executed" doc:"those that have a result other than a skip"`
	Completed      int         `json:"completed" doc:"whose last result is a pass that still counts"`
	Errors         int         `json:"errors" doc:"whose last result is an error, allowed ones included"`
	Interrupted    int         `json:"interrupted" doc:"that were stopped by something else than themselves"`
	Skipped        int         `json:"skipped" doc:"that were skipped"`
	Stale          int         `json:"stale" doc:"whose last pass no longer counts"`
	Running        int         `json:"running" doc:"that run right now"`
	Pending        int         `json:"pending" doc:"that have no result"`
	Flaky          int         `json:"flaky" doc:"mark: completed after a failed attempt"`
	Doubtful       int         `json:"doubtful" doc:"mark: a pass that looks hollow"`
	AverageTime    float64     `json:"averageTime" doc:"mean seconds of the completed and stale ones"`
	TotalTime      float64     `json:"totalTime" doc:"seconds of all last results together"`
	LastFullRun    status.Time `json:"lastFullRun" doc:"when a run over the whole catalog last came to its own end"`
	LastPartialRun status.Time `json:"lastPartialRun" doc:"when any other run last ended"`
	LastVerdict    hub.Verdict `json:"lastVerdict,omitempty" doc:"what the newest run resulted in: good, failed, empty, interrupted, or trouble (something went wrong beside its examples)"`
	Orphans        []string    `json:"orphans,omitempty" doc:"IDs that are remembered and that no example has"`
	Leaked         int         `json:"leaked" doc:"mark: left processes behind"`
	Allowed        int         `json:"allowedFailures" doc:"mark: errors that do not gate"`
}

// Run shows it.
func (c *StatusCmd) Run(app *App) error {
	if err := oneOf("--format", c.Format, "table", "json", "csv"); err != nil {
		return err
	}
	k, err := app.known()
	if err != nil {
		return err
	}
	cfg, cat, known, orphans := k.cfg, k.catalog, k.status, k.orphans
	prints := app.fingerprints(context.Background(), cfg, false)
	stale := prints.Stale(known, cfg.Status.MaxAge, app.Now())
	rows := make([]row, len(cat.Examples))
	for i, e := range cat.Examples {
		rows[i] = view(e, known, stale)
	}
	if err := prints.Err(); err != nil {
		return err
	}
	sum := summarise(rows, known.Statistics)
	sum.Orphans = orphans
	if n := len(known.Runs); n > 0 {
		sum.LastVerdict = known.Runs[n-1].Verdict
	}
	if c.ErrorsOnly {
		rows = only(rows, hub.StatusError)
	}
	each := c.Detailed || c.ErrorsOnly
	switch c.Format {
	case "csv":
		return writeCSV(app, rows)
	case "json":
		out := map[string]any{"summary": sum}
		if each {
			out["examples"] = rows
		}
		return writeJSON(app.jsonOut(), out)
	}
	if err := writeSummary(app.Stdout, sum); err != nil {
		return err
	}
	if c.Detailed || app.CLI.Verbose {
		if err := writeOrphans(app, known, orphans); err != nil {
			return err
		}
	}
	if !each {
		return nil
	}
	return writeRows(app, rows)
}

// writeOrphans names what is remembered of examples that are gone.
func writeOrphans(app *App, known *status.File, orphans []string) error {
	if len(orphans) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(app.Stdout, "\nNot in the catalog any more ('hub clean' forgets those whose files are gone)"); err != nil {
		return err
	}
	var table [][]cell
	for _, id := range orphans {
		e := known.Examples[id]
		table = append(table, []cell{{}, {text: id}, {string(e.Status), statusStyle(e.Status)}, {text: when(e.LastExecuted)}, {text: e.RelativePath}})
	}
	return writeTable(app.Stdout, false, table)
}

func only(rows []row, s hub.Status) []row {
	out := []row{}
	for _, r := range rows {
		if r.Status == s {
			out = append(out, r)
		}
	}
	return out
}

func summarise(rows []row, stats status.Statistics) statusSummary {
	sum := statusSummary{TotalExamples: len(rows), LastFullRun: stats.LastFullRun, LastPartialRun: stats.LastPartialRun}
	passed, passedTime := 0, 0.0
	for _, r := range rows {
		if r.LastExecuted != nil {
			sum.Executed++
		}
		sum.TotalTime += r.ExecutionTime
		switch r.Status {
		case hub.StatusCompleted:
			sum.Completed++
		case hub.StatusError:
			sum.Errors++
		case hub.StatusInterrupted:
			sum.Interrupted++
		case hub.StatusSkipped:
			sum.Skipped++
		case hub.StatusStale:
			sum.Stale++
		case hub.StatusRunning:
			sum.Running++
		default:
			sum.Pending++
		}
		if r.Status == hub.StatusCompleted || r.Status == hub.StatusStale {
			passed++
			passedTime += r.ExecutionTime
		}
		if r.Flaky {
			sum.Flaky++
		}
		if r.Doubtful != "" {
			sum.Doubtful++
		}
		if len(r.Leaked) > 0 {
			sum.Leaked++
		}
		if r.Allowed && r.Status == hub.StatusError {
			sum.Allowed++
		}
	}
	if passed > 0 {
		sum.AverageTime = passedTime / float64(passed)
	}
	return sum
}

func writeSummary(w io.Writer, s statusSummary) error {
	lines := [][2]string{{"examples", fmt.Sprint(s.TotalExamples)}}
	count := func(name string, n int, always bool) {
		if n > 0 || always {
			lines = append(lines, [2]string{name, fmt.Sprint(n)})
		}
	}
	count("completed", s.Completed, true)
	count("error", s.Errors, true)
	count("interrupted", s.Interrupted, false)
	count("skipped", s.Skipped, false)
	count("stale", s.Stale, false)
	count("running", s.Running, false)
	count("pending", s.Pending, true)
	count("flaky", s.Flaky, false)
	count("doubtful", s.Doubtful, false)
	count("leaked", s.Leaked, false)
	count("allowed failures", s.Allowed, false)
	count("orphans", len(s.Orphans), false)
	lines = append(lines,
		[2]string{"average time", seconds(s.AverageTime) + " s"},
		[2]string{"total time", seconds(s.TotalTime) + " s"},
		[2]string{"last full run", when(s.LastFullRun)},
		[2]string{"last partial run", when(s.LastPartialRun)},
	)
	if s.LastVerdict != "" {
		lines = append(lines, [2]string{"last verdict", line(string(s.LastVerdict))})
	}
	for _, l := range lines {
		if _, err := fmt.Fprintf(w, "%-17s %s\n", l[0], l[1]); err != nil {
			return err
		}
	}
	return nil
}

func when(t status.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format(time.DateTime)
}

// writeRows writes the table of examples with their last results.
func writeRows(app *App, rows []row) error {
	if _, err := fmt.Fprintln(app.Stdout); err != nil {
		return err
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(app.Stdout, "No examples to show.")
		return err
	}
	table := [][]cell{plain("#", "ID", "GROUP", "STATUS", "SECONDS", "LAST RUN", "ATTEMPTS", "WHY")}
	for _, r := range rows {
		took, last := "-", "never"
		if r.LastExecuted != nil {
			took, last = seconds(r.ExecutionTime), r.LastExecuted.Local().Format(time.DateTime)
		}
		why := r.Reason
		if r.ErrorType != "" {
			why = r.ErrorType + ": " + r.ErrorMessage
		}
		table = append(table, []cell{{text: fmt.Sprint(r.Index)}, {text: r.ID}, {text: r.Group},
			{string(r.Status), statusStyle(r.Status)}, {text: took}, {text: last}, {text: fmt.Sprint(r.Attempts)}, {text: why}})
	}
	return writeTable(app.Stdout, app.color(app.Stdout), table)
}
