package hub

import "slices"

// Verdict is the outcome of a run. [Run.Verdict] alone decides it; the exit
// code, all reports, the CI annotations and the status file use it.
type Verdict string

const (
	// VerdictGood: all planned examples ended, no failure gates, and nothing
	// else went wrong.
	VerdictGood Verdict = "good"
	// VerdictFailed: an example failed, or the run did not reach its end.
	VerdictFailed Verdict = "failed"
	// VerdictEmpty: there was nothing to run. That is an error if the reason of
	// the end is [EndEmpty]; see [Run.Passed].
	VerdictEmpty Verdict = "empty"
	// VerdictInterrupted: hub received a signal before the end.
	VerdictInterrupted Verdict = "interrupted"
	// VerdictTrouble: something went wrong with the run itself, whatever the
	// results of its examples; see [Run.Troubles].
	VerdictTrouble Verdict = "trouble"
)

// Verdict judges the run. If several verdicts apply, the first in this order
// counts: interrupted, trouble, failed, empty, good. A run is good only if
// every planned example has an outcome, none of them gates, the run reached its
// own end, and nothing went wrong besides the examples. A signal that means a
// crash is trouble, not an interruption.
func (r *Run) Verdict() Verdict {
	verdict := r.ExamplesVerdict()
	if slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Kind == ProblemCrash }) {
		return VerdictTrouble
	}
	if verdict != VerdictInterrupted && (len(r.Problems) > 0 || len(r.FailedSteps()) > 0) {
		return VerdictTrouble
	}
	return verdict
}

// ExamplesVerdict judges the run by its examples and its end only. It is never
// [VerdictTrouble].
func (r *Run) ExamplesVerdict() Verdict {
	switch {
	case r.End.Reason == EndInterrupted:
		return VerdictInterrupted
	case len(r.Plan)+len(r.Results) == 0 && (r.End.Reason == EndFinished || r.End.Reason == EndEmpty):
		return VerdictEmpty
	case r.End.Reason != EndFinished || len(r.Results) != len(r.Plan):
		return VerdictFailed
	}
	for i := range r.Results {
		res := &r.Results[i]
		if res.ID != r.Plan[i].ID || res.Gates() || !res.Ended() || res.Status == StatusInterrupted {
			return VerdictFailed
		}
	}
	return VerdictGood
}

// Passed reports whether the run exits with 0: the verdict is good, or there
// was nothing to run and that is not an error. Reports show a failure if and
// only if it is false.
func (r *Run) Passed() bool {
	switch r.Verdict() {
	case VerdictGood:
		return true
	case VerdictEmpty:
		return r.End.Reason != EndEmpty
	}
	return false
}
