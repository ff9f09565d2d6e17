package query

import (
	"fmt"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Summary summarises the whole catalog. Every example counts once among completed to
// pending, which add up to totalExamples.
type Summary struct {
	TotalExamples  int         `json:"totalExamples" doc:"examples in the catalog"`
	Executed       int         `json:"executed" doc:"examples with a result other than a skip"`
	Completed      int         `json:"completed" doc:"examples with an up-to-date pass"`
	Errors         int         `json:"errors" doc:"examples whose last result is an error, allowed failures included"`
	Interrupted    int         `json:"interrupted" doc:"examples that were stopped from outside"`
	Skipped        int         `json:"skipped" doc:"examples that were skipped"`
	Stale          int         `json:"stale" doc:"examples whose last pass is out of date"`
	Running        int         `json:"running" doc:"examples running right now"`
	Pending        int         `json:"pending" doc:"examples without a result"`
	Flaky          int         `json:"flaky" doc:"mark: completed after a failed attempt"`
	Doubtful       int         `json:"doubtful" doc:"mark: a pass that looks hollow"`
	AverageTime    float64     `json:"averageTime" doc:"mean seconds of completed and stale examples"`
	TotalTime      float64     `json:"totalTime" doc:"total seconds of all last results"`
	LastFullRun    status.Time `json:"lastFullRun" doc:"when a run over the whole catalog last finished"`
	LastPartialRun status.Time `json:"lastPartialRun" doc:"when any other run last ended"`
	LastVerdict    hub.Verdict `json:"lastVerdict,omitempty" doc:"verdict of the newest run: good, failed, empty, interrupted, or trouble (a problem outside its examples)"`
	Orphans        []string    `json:"orphans,omitempty" doc:"recorded IDs that are no longer in the catalog"`
	Leaked         int         `json:"leaked" doc:"mark: left processes behind"`
	Allowed        int         `json:"allowedFailures" doc:"mark: errors that do not gate"`
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

// Detail selects what status shows besides the summary.
type Detail struct {
	// Examples shows every example, Errors those whose last result is an error.
	Examples, Errors bool
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
	if each {
		value["examples"] = rows
	}
	return render.Answer{Rows: rows, JSON: value, Page: func(p *render.Page) {
		sum.page(p)
		if detail.Orphans {
			orphans(p, s, gone)
		}
		if each {
			detailed(p, rows)
		}
	}}, nil
}

func (s *Summary) page(p *render.Page) {
	field := func(name, value string) { p.Field(17, name, value) }
	count := func(name string, n int) {
		if n > 0 {
			field(name, fmt.Sprint(n))
		}
	}
	field("examples", fmt.Sprint(s.TotalExamples))
	field("completed", fmt.Sprint(s.Completed))
	field("error", fmt.Sprint(s.Errors))
	count("interrupted", s.Interrupted)
	count("skipped", s.Skipped)
	count("stale", s.Stale)
	count("running", s.Running)
	field("pending", fmt.Sprint(s.Pending))
	count("flaky", s.Flaky)
	count("doubtful", s.Doubtful)
	count("leaked", s.Leaked)
	count("allowed failures", s.Allowed)
	count("orphans", len(s.Orphans))
	field("average time", render.Seconds(s.AverageTime)+" s")
	field("total time", render.Seconds(s.TotalTime)+" s")
	field("last full run", render.When(s.LastFullRun.Time))
	field("last partial run", render.When(s.LastPartialRun.Time))
	field("last verdict", string(s.LastVerdict))
}

// orphans lists the entries whose examples are no longer in the catalog.
func orphans(p *render.Page, s *Snapshot, gone []string) {
	if len(gone) == 0 {
		return
	}
	p.Printf("\nNo longer in the catalog ('hub clean' deletes the results of those whose files are gone)\n")
	g := render.NewGrid()
	for _, id := range gone {
		e := s.Status.Examples[id]
		g.Row("", id, string(e.Status), render.When(e.LastExecuted.Time), e.RelativePath)
	}
	p.Table(g)
}
