package hub

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// These make a run damaged, besides what a reader of its log finds (such as a
// broken seal) and reports by [Recorder.MarkDamaged]:
//
//	the plan      an example twice, or one without an ID
//	run-started   a second one that differs, or one of another run
//	any event     of an example that is not in the plan
//	start         a second one at another time, or one after the result
//	attempt       out of order; one number twice with different contents; one
//	              that is not in its example's result
//	result        two that differ; a status that is not an outcome; attempts
//	              not numbered 1, 2, 3, …, or not those recorded before
//	a pass        with an error; whose last attempt failed, was stopped, skipped
//	              itself, was ended by a signal, or has an exit code that the plan
//	              does not expect; after a failed attempt, but not flaky; without
//	              an attempt; of an example that cannot run
//	a skip        with a failed attempt, which a skip never cancels
//	taking        an example of a plan that is not from a queue; one example twice,
//	              and different
//	a receipt     in a run that is not a queue's worker; for a result of this run that
//	              is not there; two that differ; a refusal of another run's result
//	an allowance  of a result that is not an error, or by a baseline that does not list it
//	a fault       of an example's ID whose result is a pass, skip or allowance
//
// Exit codes, the flaky mark and missing attempts are checked only in runs that
// promise a seal ([RunHeader.Sealed]): other logs do not record what is
// expected.
//
// A damaged run is never good. Its failures count as they are. Its passes and
// skips may be edited failures, and become errors of type no_result.

// maxDamage is how many damages are kept as text.
const maxDamage = 8

// damage lists what is wrong with a log: the first few texts, and their number.
type damage struct {
	texts []string
	count int
}

func (d *damage) add(text string) {
	if d.count++; len(d.texts) < maxDamage {
		d.texts = append(d.texts, text)
	}
}

// problem returns the damage as a problem of the run.
func (d *damage) problem() Problem {
	text := strings.Join(d.texts[:min(len(d.texts), 3)], "; ")
	if more := d.count - 3; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return Problem{Kind: ProblemRecord, Message: "the run log is damaged, so no pass or skip in it counts: " + text + "; run the examples again"}
}

// MarkDamaged marks the run as damaged: why says what is wrong with its log.
func (r *Recorder) MarkDamaged(why string) { r.damage.add(why) }

// Contradicted returns the IDs of examples with a result that contradicts itself, the plan
// or the attempts before it.
func (r *Recorder) Contradicted() []string { return slices.Clone(r.contradicted) }

// Damage returns the first few reasons why the run is damaged, in the order
// found, and the number of all.
func (r *Recorder) Damage() (texts []string, count int) {
	return slices.Clone(r.damage.texts), r.damage.count
}

// contradiction says why the run cannot have had the result; empty when it can.
// tries are the attempts recorded before the result.
func contradiction(h *RunHeader, ex *Example, res *Result, tries []Attempt) string {
	last := res.Last()
	failed := slices.ContainsFunc(res.Attempts, func(a Attempt) bool { return a.Error != nil })
	switch {
	case len(inOrder(res.Attempts)) < len(res.Attempts):
		return "its attempts are out of order"
	case slices.ContainsFunc(tries, func(a Attempt) bool { return !agrees(&a, res.Attempts) }):
		return "its attempts differ from those recorded before it"
	case res.AllowedFailure != nil && res.Status != StatusError:
		return "it is an allowed failure, but did not fail"
	case res.AllowedFailure != nil && res.AllowedFailure.Baseline && (ex.Known == nil || res.Failure() == nil || ex.Known.Type != res.Failure().Type):
		return "it is a known failure, but the baseline lists no such failure"
	case ex.Fault != nil && (res.Status == StatusCompleted || res.Status == StatusSkipped || res.AllowedFailure != nil):
		return "it passed, was skipped or is an allowed failure, although its ID is invalid"
	case res.Status == StatusSkipped && failed:
		return "it was skipped after a failed attempt"
	case res.Status != StatusCompleted:
		return ""
	case res.Error != nil:
		return "it passed with an error"
	case ex.Invalid != nil:
		return "it passed, although it cannot be run"
	case last == nil:
		if h.Sealed {
			return "it passed without an attempt"
		}
		return ""
	case last.Error != nil:
		return "it passed, although its last attempt failed"
	case last.Canceled, last.Skip != "":
		return "it passed, although its last attempt was stopped or skipped itself"
	case last.Signal != "":
		return "it passed, although its last attempt was ended by " + quoted(last.Signal)
	case h.Sealed && !ex.ExitCodes.Have(last.ExitCode):
		return fmt.Sprintf("it passed with the unexpected exit code %d", last.ExitCode)
	case h.Sealed && failed && !res.Flaky:
		return "it passed after a failed attempt, but is not marked as flaky"
	}
	return ""
}

// inOrder returns the leading attempts that are numbered 1, 2, 3, …; it copies
// them if others follow, so that those can be freed.
func inOrder(attempts []Attempt) []Attempt {
	for i := range attempts {
		if attempts[i].Number != i+1 {
			return slices.Clone(attempts[:i])
		}
	}
	return attempts
}

// agrees reports whether the attempt is in attempts with the same outcome. The
// outputs may differ: only one of the two may have one.
func agrees(a *Attempt, attempts []Attempt) bool {
	if a.Number < 1 || a.Number > len(attempts) {
		return false
	}
	b := &attempts[a.Number-1]
	return a.Number == b.Number && a.ExitCode == b.ExitCode && a.Signal == b.Signal && a.Skip == b.Skip && a.Canceled == b.Canceled &&
		(a.Error == nil) == (b.Error == nil) && (a.Error == nil || a.Error.Type == b.Error.Type)
}

// badness ranks contradictory results: the worst one counts.
func badness(r *Result) int {
	return slices.Index([]Status{StatusSkipped, StatusCompleted, StatusInterrupted, StatusError}, r.Status)
}

// unproven returns a result as it counts in a damaged run: failures stay,
// passes and skips become errors.
func unproven(res Result) Result {
	if res.Status == StatusCompleted || res.Status == StatusSkipped {
		res.Error = &Error{Type: ErrNoResult, Message: fmt.Sprintf("recorded as %s in a damaged run log, so the result is unknown; run the example again", res.Status)}
		if last := res.Last(); last != nil && last.Error != nil {
			res.Error = last.Error // the failure that was edited into a pass
		}
		res.Status, res.Reason, res.Flaky, res.Doubtful = StatusError, "", false, ""
	}
	res.AllowedFailure, res.Baseline = nil, ""
	return res
}

// same reports whether both have the same encoding.
func same(a, b any) bool { return text(a) == text(b) }

// text returns the encoding of v; if it has none, a text that equals only
// itself.
func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%p", v)
	}
	return string(data)
}

// quoted quotes a text from a log for a message: bounded, on one line.
func quoted(s string) string {
	if len(s) > 200 {
		s = s[:200] + "…"
	}
	return fmt.Sprintf("%q", s)
}
