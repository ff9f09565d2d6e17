package query

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/stats"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// StatRow summarises the recorded results of one example.
type StatRow struct {
	Named
	Passed    bool        `json:"passed" doc:"the last outcome is a pass"`
	Seconds   float64     `json:"seconds" doc:"duration of that pass; 0 for a failure"`
	CPU       float64     `json:"cpuSeconds" doc:"processor seconds of the last result, all its attempts; 0 when not known"`
	Memory    int64       `json:"peakMemory" doc:"the most memory that one of its processes had, in bytes; 0 when not known"`
	Median    float64     `json:"median" doc:"median seconds of its passes"`
	Results   int         `json:"results" doc:"recorded passes and failures, at most twenty; skips and interruptions do not count"`
	Errors    int         `json:"errors" doc:"failures among them"`
	ErrorRate float64     `json:"errorRate" doc:"their share of the results, from 0 to 1"`
	Flaky     int         `json:"flaky" doc:"passes after a failed attempt among them"`
	FlakyRate float64     `json:"flakyRate" doc:"their share of the results, from 0 to 1"`
	InARow    int         `json:"inARow" doc:"consecutive failures up to now"`
	Trend     stats.Trend `json:"trend,omitempty" doc:"newly-failing, fixed or slower, compared with earlier results"`
	Slower    float64     `json:"slower,omitempty" doc:"duration of the last pass divided by the median of the earlier ones"`
	Last      status.Time `json:"lastExecuted" doc:"when the last of the results ended"`
}

// RunRow is one run in the trend.
type RunRow struct {
	ID          string      `json:"id" doc:"the run's ID"`
	Started     status.Time `json:"started" doc:"when it started"`
	Seconds     float64     `json:"seconds" doc:"how long it took"`
	Verdict     hub.Verdict `json:"verdict" doc:"good, failed, empty, interrupted or trouble"`
	Full        bool        `json:"full" doc:"the run was meant to cover the whole catalog"`
	Total       int         `json:"total" doc:"examples in its plan"`
	Completed   int         `json:"completed" doc:"examples that passed"`
	Errors      int         `json:"errors" doc:"errors"`
	Interrupted int         `json:"interrupted" doc:"interrupted examples"`
	Skipped     int         `json:"skipped" doc:"skipped examples"`
	Pending     int         `json:"pending" doc:"examples that were not run"`
	Flaky       int         `json:"flaky" doc:"flaky passes among the completed"`
}

// StatSummary is the JSON document of stats. Each list is in the order of its name;
// ties are in catalog order.
type StatSummary struct {
	Since  *time.Time   `json:"since,omitempty"`
	Timing stats.Timing `json:"timing"`
	// SuccessRate is the share of passes among the recorded results of all examples,
	// from 0 to 1; null without any.
	SuccessRate *float64  `json:"successRate"`
	Slowest     []StatRow `json:"slowest"`
	Fastest     []StatRow `json:"fastest"`
	// By is the measure of Most and Least; all three are omitted if it is the time, which
	// Slowest and Fastest have.
	By           Measure   `json:"by,omitempty"`
	Most         []StatRow `json:"most,omitempty"`
	Least        []StatRow `json:"least,omitempty"`
	NewlyFailing []StatRow `json:"newlyFailing"`
	Fixed        []StatRow `json:"fixed"`
	Slower       []StatRow `json:"slower"`
	Failing      []StatRow `json:"failing"`
	Flaky        []StatRow `json:"flaky"`
	Runs         []RunRow  `json:"runs"`
}

// Stats returns the examples with a pass or a failure since then, in catalog order.
func Stats(s *Snapshot, since time.Time) []StatRow {
	rows := []StatRow{}
	for i := range s.Catalog.Examples {
		e := &s.Catalog.Examples[i]
		entry := s.Status.Find(e.ID)
		if entry == nil {
			continue
		}
		x := stats.Of(entry, since)
		if x.Results == 0 {
			continue
		}
		rows = append(rows, StatRow{
			Named:  nameOf(e),
			Passed: x.Passed, Seconds: x.Seconds, CPU: x.CPU, Memory: x.Memory, Median: x.Median, Results: x.Results,
			Errors: x.Errors, ErrorRate: x.ErrorRate(), Flaky: x.Flaky, FlakyRate: x.FlakyRate(),
			InARow: x.InARow, Trend: x.Trend, Slower: x.Slower, Last: status.Time{Time: x.Last},
		})
	}
	return rows
}

// Runs returns the recorded runs that started since then, oldest first.
func Runs(s *Snapshot, since time.Time) []RunRow {
	rows := []RunRow{}
	for _, r := range s.Status.Runs {
		if r.Started.Before(since) {
			continue
		}
		rows = append(rows, RunRow{
			ID: r.ID, Started: status.Time{Time: r.Started}, Seconds: r.Seconds, Verdict: r.Verdict, Full: r.Full,
			Total: r.Counts.Total, Completed: r.Counts.Completed, Errors: r.Counts.Errors,
			Interrupted: r.Counts.Interrupted, Skipped: r.Counts.Skipped, Pending: r.Counts.Pending, Flaky: r.Counts.Flaky,
		})
	}
	return rows
}

// Summarise sorts the rows into lists; slowest bounds the lists Slowest and Most, fastest
// the lists Fastest and Least.
func Summarise(rows []StatRow, by Measure, slowest, fastest int) StatSummary {
	passed := func(r *StatRow) bool { return r.Passed }
	var seconds []float64
	results, errors := 0, 0
	for i := range rows {
		results += rows[i].Results
		errors += rows[i].Errors
		if passed(&rows[i]) {
			seconds = append(seconds, rows[i].Seconds)
		}
	}
	var rate *float64
	if results > 0 {
		share := float64(results-errors) / float64(results)
		rate = &share
	}
	sum := StatSummary{
		SuccessRate:  rate,
		Timing:       stats.TimingOf(seconds),
		Slowest:      pick(rows, max(0, slowest), passed, func(a, b *StatRow) int { return cmp.Compare(b.Seconds, a.Seconds) }),
		Fastest:      pick(rows, max(0, fastest), passed, func(a, b *StatRow) int { return cmp.Compare(a.Seconds, b.Seconds) }),
		NewlyFailing: pick(rows, -1, func(r *StatRow) bool { return r.Trend == stats.TrendNewlyFailing }, nil),
		Fixed:        pick(rows, -1, func(r *StatRow) bool { return r.Trend == stats.TrendFixed }, nil),
		Slower: pick(rows, -1, func(r *StatRow) bool { return r.Slower > 0 }, func(a, b *StatRow) int {
			return cmp.Compare(b.Slower, a.Slower)
		}),
		Failing: pick(rows, -1, func(r *StatRow) bool { return r.Errors > 0 }, func(a, b *StatRow) int {
			return cmp.Or(cmp.Compare(b.ErrorRate, a.ErrorRate), cmp.Compare(b.Errors, a.Errors))
		}),
		Flaky: pick(rows, -1, func(r *StatRow) bool { return r.Flaky > 0 }, func(a, b *StatRow) int {
			return cmp.Or(cmp.Compare(b.FlakyRate, a.FlakyRate), cmp.Compare(b.Flaky, a.Flaky))
		}),
	}
	if by != ByTime {
		known := func(r *StatRow) bool { return by.of(r) > 0 }
		sum.By = by
		sum.Most = pick(rows, max(0, slowest), known, func(a, b *StatRow) int { return cmp.Compare(by.of(b), by.of(a)) })
		sum.Least = pick(rows, max(0, fastest), known, func(a, b *StatRow) int { return cmp.Compare(by.of(a), by.of(b)) })
	}
	return sum
}

// pick returns the rows for which take is true, sorted by order; ties stay in catalog
// order. Of those it returns the first most, if most is not negative.
func pick(rows []StatRow, most int, take func(*StatRow) bool, order func(a, b *StatRow) int) []StatRow {
	var taken []*StatRow // a row is large
	for i := range rows {
		if take(&rows[i]) {
			taken = append(taken, &rows[i])
		}
	}
	if order != nil {
		slices.SortStableFunc(taken, order)
	}
	if most >= 0 {
		taken = taken[:min(most, len(taken))]
	}
	out := make([]StatRow, len(taken))
	for i, r := range taken {
		out[i] = *r
	}
	return out
}
