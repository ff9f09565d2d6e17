package query

import (
	"cmp"
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/stats"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxListed bounds the lists of a page that have no flag.
const maxListed = 10

// StatsAnswer returns the answer of stats: the rows of all examples as CSV, their
// summary otherwise.
func StatsAnswer(s *Snapshot, since time.Time, by Measure, slowest, fastest int) render.Answer {
	rows := Stats(s, since)
	sum := Summarise(rows, by, slowest, fastest)
	sum.Runs = Runs(s, since)
	if !since.IsZero() {
		sum.Since = &since
	}
	return render.Answer{Rows: rows, JSON: sum, Page: func(p *render.Page) {
		older := len(rows) == 0 && len(Stats(s, time.Time{})) > 0
		sum.page(p, rows, slowest, fastest, nothing("No example has a result yet", older, since))
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

// page writes the lists of the rows; none is the sentence to print without results. Each
// example is in one list only: failures, flaky examples or times.
func (s *StatSummary) page(p *render.Page, rows []StatRow, slowest, fastest int, none string) {
	if len(rows) == 0 {
		p.Printf("%s\n", none)
	} else {
		s.figures(p, rows)
	}
	failures(p, rows)
	list(p, "Flaky", s.Flaky, maxListed, func(r *StatRow) []render.Cell {
		return []render.Cell{render.Text(fmt.Sprintf("%d of %d", r.Flaky, r.Results)), render.Text(percent(r.FlakyRate))}
	}, render.Column{Title: "FLAKY", Right: true}, render.Column{Title: "RATE", Right: true})
	list(p, "Slower than usual", s.Slower, maxListed, func(r *StatRow) []render.Cell {
		return []render.Cell{render.Text(text.Seconds(r.Seconds)), render.Text(fmt.Sprintf("%.1f times the median of its earlier passes", r.Slower))}
	}, render.Column{Title: "TIME", Right: true}, render.Column{Rank: 1, Least: 9})
	if s.By == "" {
		s.times(p, slowest, fastest)
	} else if len(rows) > 0 {
		s.ranks(p, rows, slowest, fastest)
	}
	if len(s.Runs) > 0 {
		p.Heading("Runs, oldest first")
		if more := len(s.Runs) - maxListed; more > 0 {
			p.Printf("%d earlier: hub stats --runs\n", more)
		}
		runsTable(p, s.Runs[max(0, len(s.Runs)-maxListed):])
	}
}

// figures writes the figures for all examples together.
func (s *StatSummary) figures(p *render.Page, rows []StatRow) {
	results, passed := 0, 0
	for i := range rows {
		results += rows[i].Results
		passed += rows[i].Results - rows[i].Errors
	}
	p.Field(14, "success rate", fmt.Sprintf("%s: %d of %s of %s passed", percent(*s.SuccessRate), passed, render.Count(results, "result"), render.Count(len(rows), "example")))
	switch t := s.Timing; t.Count {
	case 0:
	case 1:
		pass := text.Seconds(t.Total)
		if len(s.Slowest) > 0 {
			pass += "  " + s.Slowest[0].called
		}
		p.Field(14, "last pass", pass)
	default:
		p.Field(14, "last passes", fmt.Sprintf("%d, total %s", t.Count, text.Seconds(t.Total)))
		p.Field(14, "pass times", fmt.Sprintf("mean %s, median %s, p95 %s, standard deviation %s",
			text.Seconds(t.Mean), text.Seconds(t.Median), text.Seconds(t.P95), text.Seconds(t.StdDev)))
	}
}

// times writes the slowest and the fastest passes, as one list if both lists would contain
// all examples.
func (s *StatSummary) times(p *render.Page, slowest, fastest int) {
	columns := []render.Column{{Title: "TIME", Right: true}, {Title: "MEDIAN", Right: true, Rank: 1, Optional: true}}
	took := func(r *StatRow) []render.Cell {
		median := render.Cell{}
		if r.Results-r.Errors > 1 { // of one pass it is the same
			median = render.Text(text.Seconds(r.Median))
		}
		return []render.Cell{render.Text(text.Seconds(r.Seconds)), median}
	}
	if n := s.Timing.Count; len(s.Slowest) == n && len(s.Fastest) == n {
		if n > 1 { // else the figures have it
			list(p, "Slowest first", s.Slowest, slowest, took, columns...)
		}
		return
	}
	list(p, "Slowest", s.Slowest, slowest, took, columns...)
	list(p, "Fastest", s.Fastest, fastest, took, columns...)
}

// failures lists the examples that failed or are fixed: newly failing ones first, then by
// rate.
func failures(p *render.Page, rows []StatRow) {
	failed := pick(rows, -1, func(r *StatRow) bool { return r.Errors > 0 || r.Trend == stats.TrendFixed }, func(a, b *StatRow) int {
		news := func(r *StatRow) int {
			if r.Trend == stats.TrendNewlyFailing {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(news(b), news(a)), cmp.Compare(b.ErrorRate, a.ErrorRate), cmp.Compare(b.Errors, a.Errors))
	})
	list(p, "Failures", failed, maxListed, func(r *StatRow) []render.Cell {
		note := render.Cell{}
		switch {
		case r.Trend == stats.TrendNewlyFailing:
			note = render.Painted("newly failing, "+p.When(r.Last.Time), ansi.Bad)
		case r.Trend == stats.TrendFixed:
			note = render.Painted("fixed, "+p.When(r.Last.Time), ansi.Good)
		case r.InARow > 1:
			note = render.Text(fmt.Sprintf("the last %d in a row", r.InARow))
		}
		return []render.Cell{render.Text(fmt.Sprintf("%d of %d", r.Errors, r.Results)), render.Text(percent(r.ErrorRate)), note}
	}, render.Column{Title: "FAILED", Right: true}, render.Column{Title: "RATE", Right: true, Rank: 2}, render.Column{Rank: 1, Least: 13, Optional: true})
}

// list writes at most most rows below a title, with additional columns.
func list(p *render.Page, title string, rows []StatRow, most int, cells func(*StatRow) []render.Cell, columns ...render.Column) {
	if len(rows) == 0 {
		return
	}
	p.Heading(title)
	g := p.Grid(append([]render.Column{indexColumn(), exampleColumn()}, columns...)...)
	for i := range rows[:min(most, len(rows))] {
		g.Row(append([]render.Cell{render.Number(rows[i].Index), render.Text(rows[i].called)}, cells(&rows[i])...)...)
	}
	g.Print()
	if more := len(rows) - most; more > 0 {
		p.Printf("%s and %d more\n", p.Dots(), more)
	}
}

func runsTable(p *render.Page, runs []RunRow) {
	number := func(title string, rank int) render.Column {
		return render.Column{Title: title, Rank: rank, Right: true, Optional: rank > 2}
	}
	g := p.Grid(render.Column{Title: "STARTED"}, render.Column{Title: "VERDICT"}, number("TOTAL", 2), number("FAILED", 0), number("PASSED", 1),
		number("SKIPPED", 5), number("INTERRUPTED", 6), number("NOT RUN", 6), number("FLAKY", 4), render.Column{Title: "TIME", Rank: 2, Right: true}, render.Column{Title: "RUN", Rank: 3})
	some := func(n int) render.Cell {
		if n == 0 {
			return render.Cell{}
		}
		return render.Number(n)
	}
	for i := range runs {
		r := &runs[i]
		g.Row(render.Text(p.When(r.Started.Time)), render.Painted(string(r.Verdict), verdictPaint(r.Verdict)), render.Number(r.Total), render.Number(r.Errors), render.Number(r.Completed),
			some(r.Skipped), some(r.Interrupted), some(r.Pending), some(r.Flaky), render.Text(text.Seconds(r.Seconds)), render.Text(r.ID))
	}
	g.Print()
}

// verdictPaint returns the role of a verdict.
func verdictPaint(v hub.Verdict) ansi.Paint {
	switch v {
	case hub.VerdictGood:
		return ansi.Good
	case hub.VerdictFailed, hub.VerdictTrouble:
		return ansi.Bad
	}
	return ansi.Incomplete
}
