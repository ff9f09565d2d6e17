package query

import (
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/render"
)

// maxListed bounds the lists of a page that have no flag.
const maxListed = 10

// StatsAnswer returns the answer of stats: the rows of all examples as CSV, their
// summary otherwise.
func StatsAnswer(s *Snapshot, since time.Time, slowest, fastest int) render.Answer {
	rows := Stats(s, since)
	sum := Summarise(rows, slowest, fastest)
	sum.Runs = Runs(s, since)
	if !since.IsZero() {
		sum.Since = &since
	}
	return render.Answer{Rows: rows, JSON: sum, Page: func(p *render.Page) {
		older := len(rows) == 0 && len(Stats(s, time.Time{})) > 0
		sum.page(p, nothing("No example has a result yet", older, since))
	}}
}

// RunsAnswer returns the answer of stats --runs.
func RunsAnswer(s *Snapshot, since time.Time) render.Answer {
	runs := Runs(s, since)
	return render.Answer{Rows: runs, Page: func(p *render.Page) {
		if len(runs) == 0 {
			p.Printf("%s\n", nothing("No runs are recorded", len(s.Status.Runs) > 0, since))
			return
		}
		runsTable(p, runs)
	}}
}

// nothing returns the sentence for an empty answer; older says that there are results
// from before since.
func nothing(text string, older bool, since time.Time) string {
	if !older || since.IsZero() {
		return text + "."
	}
	return "Nothing since " + render.When(since) + "; older results are shown without --since."
}

// page writes the lists; none is the sentence for no results.
func (s *StatSummary) page(p *render.Page, none string) {
	if t := s.Timing; t.Count == 0 && len(s.Failing) == 0 {
		p.Printf("%s\n", none)
	} else {
		p.Printf("Last passes of %s: total %s s, mean %s, median %s, p95 %s, standard deviation %s\n",
			render.Count(t.Count, "example"), render.Seconds(t.Total), render.Seconds(t.Mean), render.Seconds(t.Median), render.Seconds(t.P95), render.Seconds(t.StdDev))
	}
	took := func(r *StatRow) string { return render.Seconds(r.Seconds) + " s" }
	turned := func(r *StatRow) string { return "since " + render.When(r.Last.Time) }
	list(p, "Slowest", s.Slowest, len(s.Slowest), took)
	list(p, "Fastest", s.Fastest, len(s.Fastest), took)
	list(p, "Newly failing", s.NewlyFailing, maxListed, turned)
	list(p, "Fixed", s.Fixed, maxListed, turned)
	list(p, "Slower than usual", s.Slower, maxListed, func(r *StatRow) string {
		return fmt.Sprintf("%s s, %.1f times the median of its earlier passes", render.Seconds(r.Seconds), r.Slower)
	})
	list(p, "Most failing", s.Failing, maxListed, func(r *StatRow) string {
		text := fmt.Sprintf("%.0f %%: %d of %d", 100*r.ErrorRate, r.Errors, r.Results)
		if r.InARow > 1 {
			text += fmt.Sprintf(", the last %d in a row", r.InARow)
		}
		return text
	})
	list(p, "Flaky", s.Flaky, maxListed, func(r *StatRow) string {
		return fmt.Sprintf("%.0f %%: %d of %d", 100*r.FlakyRate, r.Flaky, r.Results)
	})
	if len(s.Runs) > 0 {
		p.Printf("\nRuns, oldest first\n")
		runsTable(p, s.Runs)
	}
}

// list writes the first most rows, with a note on each.
func list(p *render.Page, title string, rows []StatRow, most int, note func(*StatRow) string) {
	if len(rows) == 0 {
		return
	}
	p.Printf("\n%s\n", title)
	g := render.NewGrid()
	for i := range rows[:min(most, len(rows))] {
		g.Row(rows[i].Index, rows[i].called, note(&rows[i]))
	}
	p.Table(g)
	if more := len(rows) - most; more > 0 {
		p.Printf("… and %d more\n", more)
	}
}

func runsTable(p *render.Page, runs []RunRow) {
	g := render.NewGrid("STARTED", "VERDICT", "TOTAL", "COMPLETED", "ERRORS", "SKIPPED", "FLAKY", "SECONDS", "RUN")
	for i := range runs {
		r := &runs[i]
		g.Row(render.When(r.Started.Time), r.Verdict, r.Total, r.Completed, r.Errors, r.Skipped, r.Flaky, render.Seconds(r.Seconds), r.ID)
	}
	p.Table(g)
}
