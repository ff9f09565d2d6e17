package main

import (
	"fmt"
	"strings"
)

// maxListed bounds the lists of the table that no flag bounds.
const maxListed = 10

// write writes the tables for people; none is what it says when no example has
// a result.
func (s *statsAnswer) write(app *App, none string) error {
	t := s.Timing
	var b strings.Builder
	if t.Count == 0 && len(s.Failing) == 0 {
		b.WriteString(none + "\n")
	} else {
		fmt.Fprintf(&b, "Last passes of %s: total %s s, mean %s, median %s, p95 %s, standard deviation %s\n",
			count(t.Count, "example"), seconds(t.Total), seconds(t.Mean), seconds(t.Median), seconds(t.P95), seconds(t.StdDev))
	}
	if _, err := app.Stdout.Write([]byte(b.String())); err != nil {
		return err
	}
	took := func(r *statRow) string { return seconds(r.Seconds) + " s" }
	for _, list := range []struct {
		title string
		rows  []statRow
		most  int
		say   func(*statRow) string
	}{
		{"Slowest", s.Slowest, len(s.Slowest), took},
		{"Fastest", s.Fastest, len(s.Fastest), took},
		{"Newly failing", s.NewlyFailing, maxListed, func(r *statRow) string { return "since " + when(r.Last) }},
		{"Fixed", s.Fixed, maxListed, func(r *statRow) string { return "since " + when(r.Last) }},
		{"Slower than usual", s.Slower, maxListed, func(r *statRow) string {
			return fmt.Sprintf("%s s, %.1f times the median of its passes before", seconds(r.Seconds), r.Slower)
		}},
		{"Most failing", s.Failing, maxListed, func(r *statRow) string {
			text := fmt.Sprintf("%.0f %%: %d of %d", 100*r.ErrorRate, r.Errors, r.Results)
			if r.InARow > 1 {
				text += fmt.Sprintf(", the last %d in a row", r.InARow)
			}
			return text
		}},
		{"Flaky", s.Flaky, maxListed, func(r *statRow) string {
			return fmt.Sprintf("%.0f %%: %d of %d", 100*r.FlakyRate, r.Flaky, r.Results)
		}},
	} {
		if err := writeList(app, list.title, list.rows, list.most, list.say); err != nil {
			return err
		}
	}
	if len(s.Runs) == 0 {
		return nil
	}
	if _, err := fmt.Fprintf(app.Stdout, "\nRuns, oldest first\n"); err != nil {
		return err
	}
	return writeRuns(app, s.Runs, "")
}

// writeList writes one list of examples with a word about each.
func writeList(app *App, title string, rows []statRow, most int, say func(*statRow) string) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := fmt.Fprintf(app.Stdout, "\n%s\n", title); err != nil {
		return err
	}
	var table [][]cell
	for i := range rows[:min(most, len(rows))] {
		table = append(table, plain(fmt.Sprint(rows[i].Index), rows[i].ID, say(&rows[i])))
	}
	if err := writeTable(app.Stdout, false, table); err != nil {
		return err
	}
	if more := len(rows) - most; more > 0 {
		_, err := fmt.Fprintf(app.Stdout, "… and %d more\n", more)
		return err
	}
	return nil
}

// writeRuns writes the table of runs; none is what it says when there are none.
func writeRuns(app *App, runs []runRow, none string) error {
	if len(runs) == 0 {
		_, err := fmt.Fprintln(app.Stdout, none)
		return err
	}
	table := [][]cell{plain("STARTED", "VERDICT", "TOTAL", "COMPLETED", "ERRORS", "SKIPPED", "FLAKY", "SECONDS", "RUN")}
	for i := range runs {
		r := &runs[i]
		table = append(table, plain(when(r.Started), string(r.Verdict), fmt.Sprint(r.Total), fmt.Sprint(r.Completed),
			fmt.Sprint(r.Errors), fmt.Sprint(r.Skipped), fmt.Sprint(r.Flaky), seconds(r.Seconds), r.ID))
	}
	return writeTable(app.Stdout, app.color(app.Stdout), table)
}
