package query

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/render"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// RerunRow is the outcome of one example that was rerun.
type RerunRow struct {
	Named
	Outcome string        `json:"outcome" doc:"fixed (errors) or completed (stale), doubtful or flaky (errors: it passed, but the pass looks hollow, or only after it failed), failing, skipped, interrupted, pending (not run) or gone (no longer in the catalog)"`
	Reason  string        `json:"reason,omitempty" doc:"why it was skipped, interrupted or not run, or why its pass is doubtful or flaky"`
	Seconds float64       `json:"seconds" doc:"how long it took, all its attempts"`
	Type    hub.ErrorType `json:"type,omitempty" doc:"type of the error, when it fails"`
	Message string        `json:"message,omitempty" doc:"its message, one line"`
	File    string        `json:"file,omitempty" doc:"where it failed, from the project's root"`
	Line    int           `json:"line,omitempty" doc:"line in that file, from 1; 0 when unknown"`
	Allowed bool          `json:"allowedFailure,omitempty" doc:"the error is allowed and does not gate"`
}

// RerunSummary is the JSON document of a rerun.
type RerunSummary struct {
	// Run is the ID of the run; empty for a run without examples, which is not kept.
	Run      string     `json:"run"`
	Counts   hub.Counts `json:"counts"`
	Examples []RerunRow `json:"examples"`
}

// Rerun returns the summary of a run. fixed says that its examples had failed before,
// so that those that completed are fixed. gone are failed examples that are no longer
// in the catalog and were not run.
func Rerun(run *hub.Run, fixed bool, gone []ErrorRow) RerunSummary {
	sum := RerunSummary{Run: run.ID, Counts: run.Counts(), Examples: []RerunRow{}}
	if len(run.Plan) == 0 {
		sum.Run = ""
	}
	for i := range run.Results {
		res := &run.Results[i]
		r := RerunRow{
			Named:   nameOf(&run.Plan[i]),
			Outcome: string(res.Status), Reason: sanitize.Line(res.Reason), Seconds: res.Seconds, Allowed: res.AllowedFailure != nil,
		}
		switch {
		case res.Status == hub.StatusError:
			r.Outcome = "failing"
		case res.Status == hub.StatusCompleted && fixed && res.Doubtful != "":
			r.Outcome, r.Reason = "doubtful", sanitize.Line(res.Doubtful)
		case res.Status == hub.StatusCompleted && fixed && res.Flaky:
			r.Outcome, r.Reason = "flaky", fmt.Sprintf("passed on attempt %d", len(res.Attempts))
		case res.Status == hub.StatusCompleted && fixed:
			r.Outcome = "fixed"
		}
		if err := res.Error; err != nil {
			r.Type, r.Message, r.File, r.Line = err.Type, sanitize.Line(err.Message), sanitize.Line(err.File), err.Line
		}
		sum.Examples = append(sum.Examples, r)
	}
	for i := range gone {
		sum.Examples = append(sum.Examples, RerunRow{Named: gone[i].Named, Outcome: "gone"})
	}
	return sum
}

// RerunAnswer returns the answer of errors --run. The run has already shown each example,
// so the page only counts the outcomes and lists the examples that were not run. brief
// omits the list; none is the sentence that the page begins with if nothing had failed.
func RerunAnswer(sum RerunSummary, brief bool, none string) render.Answer {
	return render.Answer{Rows: sum.Examples, JSON: sum, Page: func(p *render.Page) {
		of := map[string]int{}
		for i := range sum.Examples {
			of[sum.Examples[i].Outcome]++
		}
		if ran := len(sum.Examples) - of["gone"]; ran == 0 {
			p.Printf("%s: nothing to re-run.\n", none)
		} else {
			var counts []string
			for _, c := range []struct{ outcome, text string }{
				{"fixed", "fixed"}, {"failing", "still failing"}, {"doubtful", "passed but doubtful"}, {"flaky", "flaky"},
				{"skipped", "skipped"}, {"interrupted", "interrupted"}, {"pending", "not run"},
			} {
				if n := of[c.outcome]; n > 0 {
					counts = append(counts, fmt.Sprint(n, " ", c.text))
				}
			}
			p.Printf("%s had failed: %s.\n", render.Count(ran, "example"), strings.Join(counts, ", "))
		}
		if brief || of["gone"] == 0 {
			return
		}
		p.Printf("No longer in the catalog, not run ('hub errors --clear' forgets them):\n")
		for i := range sum.Examples {
			if r := &sum.Examples[i]; r.Outcome == "gone" {
				p.Printf("       %s\n", sanitize.Line(r.called))
			}
		}
	}}
}
