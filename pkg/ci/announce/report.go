package announce

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/cause"
	"github.com/seed-00a9b34c/hub/pkg/ci"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

func line(text string) string { return sanitize.Line(text) }

// report converts a run into a report; located converts a path of the run to one from
// the root of the checkout, see [checkout].
func report(run *hub.Run, located func(string) string) ci.Report {
	c := run.Counts()
	r := ci.Report{
		Run: run.ID, Word: string(run.Verdict()), Good: run.Passed(),
		Verdict: fmt.Sprintf("%s  examples %d: completed %d, errors %d, skipped %d, flaky %d",
			strings.ToUpper(string(run.Verdict())), c.Total, c.Completed, c.Errors, c.Skipped, c.Flaky),
		Total: c.Total, Completed: c.Completed, Errors: c.Errors, Skipped: c.Skipped, Flaky: c.Flaky,
	}
	for _, t := range run.Troubles() {
		r.Problems = append(r.Problems, line(t.Message))
	}
	if run.End.Reason != hub.EndFinished {
		r.Broken = fmt.Sprintf("the run ended early (%s): %d of %d examples were not finished",
			line(strings.TrimSpace(string(run.End.Reason)+" "+run.End.Signal)), c.Pending+c.Interrupted, c.Total)
	}
	same := sameCause(run)
	for i := range run.Results {
		res := &run.Results[i]
		e := hub.Example{ID: res.ID}
		if i < len(run.Plan) && run.Plan[i].ID == res.ID {
			e = run.Plan[i]
		}
		t := test(&e, res)
		some := notes(&e, res, located)
		switch n := same[i]; {
		case n > 1:
			some[0].For = n
			some[0].Message = line(fmt.Sprintf("%d examples: %s", n, some[0].Message))
		case n < 0:
			t.Folded, some = true, some[1:]
		}
		// Outputs of known failures would leave no room for those that are the news.
		t.Folded = t.Folded || res.Baseline == hub.StandingKnown
		r.Tests = append(r.Tests, t)
		r.Notes = append(r.Notes, some...)
	}
	return r
}

// sameCause returns, for the first failure of each cause, the number of failures with
// that cause, and -1 for the others, which get no note. A note is true of each failure it
// counts: those that are allowed, or differ from the baseline, get notes of their own.
func sameCause(run *hub.Run) map[int]int {
	type kind struct {
		gates    bool
		standing hub.Standing
	}
	of := func(r *hub.Result) kind { return kind{r.Gates(), r.Baseline} }
	done, same := map[kind]bool{}, map[int]int{}
	for i := range run.Results {
		this := of(&run.Results[i])
		if run.Results[i].Status != hub.StatusError || done[this] {
			continue
		}
		done[this] = true
		for _, g := range cause.Groups(run.Plan, run.Results, func(r *hub.Result) *hub.Error {
			if r.Status != hub.StatusError || of(r) != this {
				return nil
			}
			return r.Error
		}) {
			for k, i := range g.Members {
				if same[i] = -1; k == 0 {
					same[i] = len(g.Members)
				}
			}
		}
	}
	return same
}

func test(e *hub.Example, res *hub.Result) ci.Test {
	t := ci.Test{Suite: line(e.Group), Name: line(e.ID), Outcome: ci.Ignored, Started: res.Started, Seconds: res.Seconds}
	if t.Suite == "" {
		t.Suite = "examples"
	}
	switch res.Status {
	case hub.StatusCompleted:
		t.Outcome = ci.Passed
	case hub.StatusError:
		if res.Gates() {
			t.Outcome = ci.Failed
		}
		t.Message, t.Output = why(res), sanitize.Text(ansi.Shown(res.Output()))
		if res.Error != nil && res.Error.File != "" {
			t.Location = line(location(res.Error))
		}
	case hub.StatusInterrupted:
		t.Message, t.Output = why(res), sanitize.Text(ansi.Shown(res.Output()))
	default:
		t.Message = why(res)
	}
	return t
}

// notes returns what needs attention in a result.
func notes(e *hub.Example, res *hub.Result, located func(string) string) []ci.Note {
	var out []ci.Note
	note := func(level ci.Level, text string) {
		out = append(out, ci.Note{Level: level, Title: line(e.Called()), Message: text, File: located(e.Path)})
	}
	switch {
	case res.Status == hub.StatusError:
		note(ci.Error, why(res))
		n := &out[0]
		switch {
		case res.Gates():
		case res.AllowedFailure.Baseline:
			n.Level = ci.Notice // there may be hundreds, none of them new
		default:
			n.Level = ci.Warning
		}
		if res.Error == nil {
			break
		}
		switch at := located(res.Error.File); {
		case at != "":
			n.File, n.Line = at, res.Error.Line
		case res.Error.File != "":
			n.Message += " (at " + line(location(res.Error)) + ")"
		}
	case res.Status == hub.StatusInterrupted:
		note(ci.Warning, why(res))
	}
	if res.Doubtful != "" {
		note(ci.Warning, line("doubtful: "+res.Doubtful))
	}
	if len(res.Leaked) > 0 {
		note(ci.Warning, line("left processes behind: "+hub.Counted(res.Leaked)))
	}
	if res.Baseline == hub.StandingFixed && !res.Gates() {
		note(ci.Notice, "fixed: the baseline still lists its failure; remove it: hub baseline update --only-fixed")
	}
	if res.Flaky {
		note(ci.Notice, fmt.Sprintf("flaky: passed on attempt %d", len(res.Attempts)))
	}
	return out
}

// location returns the file, and the line if known, of a failure.
func location(e *hub.Error) string {
	if e.Line < 1 {
		return e.File
	}
	return fmt.Sprintf("%s:%d", e.File, e.Line)
}

// why says in one line why an example did not pass.
func why(res *hub.Result) string {
	text := res.Reason
	switch res.Status {
	case hub.StatusError:
		failure := hub.Error{Type: hub.ErrUnknown, Message: "failed without a message"}
		if res.Error != nil {
			failure = *res.Error
		}
		text = string(failure.Type) + ": " + failure.Message
		switch {
		case !res.Gates() && res.AllowedFailure.Baseline:
			text = "known failure: " + text
		case !res.Gates():
			text = "allowed failure: " + text
		case res.Baseline == hub.StandingNew:
			text = "new failure: " + text
		case res.Baseline == hub.StandingChanged:
			text = "changed failure: " + text
		}
	case hub.StatusInterrupted:
		text = "interrupted: " + text
	case hub.StatusSkipped:
		text = "skipped: " + text
	default:
		text = "not run: " + text
	}
	return line(text)
}
