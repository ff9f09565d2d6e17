package query

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Summary summarises the whole catalog. Every example counts once among completed to
// pending, which add up to totalExamples.
type Summary struct {
	TotalExamples  int         `json:"totalExamples" doc:"examples in the catalog"`
	Executed       int         `json:"executed" doc:"examples that were started; those that skipped themselves included"`
	Completed      int         `json:"completed" doc:"examples with an up-to-date pass"`
	Errors         int         `json:"errors" doc:"examples whose last result is an error, allowed failures included"`
	Interrupted    int         `json:"interrupted" doc:"examples that were stopped from outside"`
	Skipped        int         `json:"skipped" doc:"examples that were skipped"`
	Stale          int         `json:"stale" doc:"examples whose last pass is out of date"`
	Running        int         `json:"running" doc:"examples running right now"`
	Pending        int         `json:"pending" doc:"examples without a result"`
	Flaky          int         `json:"flaky" doc:"mark: completed after a failed attempt"`
	Doubtful       int         `json:"doubtful" doc:"mark: a pass that looks hollow"`
	SuccessRate    *float64    `json:"successRate" doc:"share of passes, stale ones included, among passes and errors, from 0 to 1; null without any"`
	AverageTime    float64     `json:"averageTime" doc:"mean seconds of completed and stale examples"`
	TotalTime      float64     `json:"totalTime" doc:"total seconds of all last results"`
	Slowest        *Extreme    `json:"slowest" doc:"the pass that took longest (id, name, seconds), stale ones included; null without a pass"`
	Fastest        *Extreme    `json:"fastest" doc:"the pass that took the shortest time"`
	LastFullRun    status.Time `json:"lastFullRun" doc:"when a run over the whole catalog last finished"`
	LastPartialRun status.Time `json:"lastPartialRun" doc:"when any other run last ended"`
	LastVerdict    hub.Verdict `json:"lastVerdict,omitempty" doc:"verdict of the newest run: good, failed, empty, interrupted, or trouble (a problem outside its examples)"`
	Orphans        []string    `json:"orphans,omitempty" doc:"recorded IDs that are no longer in the catalog"`
	Leaked         int         `json:"leaked" doc:"mark: left processes behind"`
	Allowed        int         `json:"allowedFailures" doc:"mark: errors that do not gate"`
}

// Extreme is the slowest or the fastest pass.
type Extreme struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`

	called string
}

// take makes the row the extreme if its time exceeds the one so far by sign; of equal
// times the first row counts.
func (x *Extreme) take(r *ExampleRow, sign float64) *Extreme {
	if x != nil && sign*(r.ExecutionTime-x.Seconds) <= 0 {
		return x
	}
	return &Extreme{ID: r.ID, Name: r.Name, Seconds: r.ExecutionTime, called: r.called}
}

// Status returns the summary of the rows.
func Status(s *Snapshot, rows []ExampleRow) Summary {
	sum := sumUp(rows, s.Status.Statistics)
	sum.Orphans = s.Orphans
	if n := len(s.Status.Runs); n > 0 {
		sum.LastVerdict = s.Status.Runs[n-1].Verdict
	}
	return sum
}

func sumUp(rows []ExampleRow, stats status.Statistics) Summary {
	sum := Summary{TotalExamples: len(rows), LastFullRun: stats.LastFullRun, LastPartialRun: stats.LastPartialRun}
	passed, passedTime := 0, 0.0
	for i := range rows {
		r := &rows[i]
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
			sum.Slowest, sum.Fastest = sum.Slowest.take(r, 1), sum.Fastest.take(r, -1)
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
	if judged := passed + sum.Errors; judged > 0 {
		rate := float64(passed) / float64(judged)
		sum.SuccessRate = &rate
	}
	return sum
}

// StatusRow is one example as status shows it to programs.
type StatusRow struct {
	ExampleRow
	ExitCode *int `json:"exitCode" doc:"exit code of the last attempt: -1 when a signal ended it or it never started, 130 when it was interrupted; null when it has never run"`
}

func statusRows(s *Snapshot, rows []ExampleRow) []StatusRow {
	out := make([]StatusRow, len(rows))
	for i := range rows {
		out[i].ExampleRow = rows[i]
		if entry, ok := s.Status.Get(rows[i].ID); ok && rows[i].LastExecuted != nil {
			code := entry.Details().ExitCode
			out[i].ExitCode = &code
		}
	}
	return out
}

// Detail selects what status shows besides the summary.
type Detail struct {
	// Examples shows every example, Errors those whose last result is an error.
	Examples, Errors bool
	// Rows gives programs the rows of the examples. A page needs none.
	Rows bool
	// Orphans lists, on a page, entries whose examples are no longer in the catalog.
	Orphans bool
}

// StatusAnswer returns the answer of status for the scope.
func StatusAnswer(s *Snapshot, scope Scope, detail Detail) (render.Answer, error) {
	chosen, gone, err := s.choose(scope)
	if err != nil {
		return render.Answer{}, err
	}
	rows := Examples(s, chosen)
	sum := Status(s, rows)
	sum.Orphans = gone
	if detail.Errors {
		rows = slices.DeleteFunc(rows, func(r ExampleRow) bool { return r.Status != hub.StatusError })
	}
	each := detail.Examples || detail.Errors
	value := map[string]any{"summary": sum}
	statuses := []StatusRow{}
	if detail.Rows {
		statuses = statusRows(s, rows)
	}
	if each {
		value["examples"] = statuses
	}
	return render.Answer{Rows: statuses, JSON: value, Page: func(p *render.Page) {
		sum.page(p, !detail.Errors)
		if detail.Orphans {
			orphans(p, s, gone)
		}
		if each {
			detailed(p, rows)
		}
	}}, nil
}

// page writes the summary; extremes adds the slowest and the fastest pass.
func (s *Summary) page(p *render.Page, extremes bool) {
	field := func(name, value string) { p.Field(17, name, value) }
	count := func(name string, n int) {
		if n > 0 {
			field(name, fmt.Sprint(n))
		}
	}
	field("examples", fmt.Sprint(s.TotalExamples))
	if s.TotalExamples > 0 {
		field("executed", fmt.Sprint(s.Executed))
		field("failed", fmt.Sprint(s.Errors))
		field("passed", fmt.Sprint(s.Completed))
	}
	count("stale", s.Stale)
	count("skipped", s.Skipped)
	count("interrupted", s.Interrupted)
	count("running", s.Running)
	if s.TotalExamples > 0 {
		field("not run", fmt.Sprint(s.Pending))
	}
	count("flaky", s.Flaky)
	count("doubtful", s.Doubtful)
	count("leaked", s.Leaked)
	count("allowed failures", s.Allowed)
	count("orphans", len(s.Orphans))
	if s.SuccessRate != nil {
		field("success rate", percent(*s.SuccessRate))
	}
	if s.Completed+s.Stale > 0 { // the mean is that of passes; the total, of all results
		field("average time", text.Seconds(s.AverageTime)+" of a pass")
	}
	if s.Executed > 0 {
		field("total time", text.Seconds(s.TotalTime))
	}
	if extremes {
		s.extremes(field)
	}
	field("last full run", p.When(s.LastFullRun.Time))
	if !s.LastPartialRun.IsZero() {
		field("last partial run", p.When(s.LastPartialRun.Time))
	}
	field("last verdict", string(s.LastVerdict))
}

// extremes adds the slowest and the fastest pass, unless there is only one.
func (s *Summary) extremes(field func(name, value string)) {
	for _, x := range []struct {
		name string
		of   *Extreme
	}{{"slowest", s.Slowest}, {"fastest", s.Fastest}} {
		if x.of != nil {
			field(x.name, text.Seconds(x.of.Seconds)+"  "+x.of.called)
		}
		if s.Completed+s.Stale < 2 {
			return
		}
	}
}

// percent returns a share for people, rounded down, so that it is 100 % only if nothing
// failed.
func percent(share float64) string {
	return strconv.FormatFloat(math.Floor(share*1000+1e-9)/10, 'f', -1, 64) + " %"
}

// orphans lists the entries whose examples are no longer in the catalog.
func orphans(p *render.Page, s *Snapshot, gone []string) {
	if len(gone) == 0 {
		return
	}
	p.Heading("No longer in the catalog ('hub clean' deletes the results of those whose files are gone)")
	g := p.Grid(render.Column{}, render.Column{Least: 20, Path: true}, render.Column{}, render.Column{Rank: 2}, render.Column{Rank: 3, Least: 20, Path: true, Optional: true})
	for _, id := range gone {
		e := s.Status.Examples[id]
		file := e.RelativePath
		if file == id {
			file = ""
		}
		g.Row(render.Cell{}, render.Text(id), p.Outcome(outcome.OfStatus(e.Status, e.Flaky)), render.Text(p.When(e.LastExecuted.Time)), render.Text(file))
	}
	g.Print()
}
