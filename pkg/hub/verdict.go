package hub

import "slices"

// Verdict is what a run results in. [Run.Verdict] alone decides it, and the exit
// code, every report, the CI annotations and the status file take it from there.
type Verdict string

const (
	// VerdictGood: everything that was planned ended, nothing that gates failed,
	// and nothing went wrong beside the examples.
	VerdictGood Verdict = "good"
	// VerdictFailed: some example failed, or the run did not get to its end.
	VerdictFailed Verdict = "failed"
	// VerdictEmpty: there was nothing to run. That is an error when the end's
	// reason is [EndEmpty]; see [Run.Passed].
	VerdictEmpty Verdict = "empty"
	// VerdictInterrupted: hub got a signal before the end.
	VerdictInterrupted Verdict = "interrupted"
	// VerdictTrouble: something went wrong with the run itself, whatever became
	// of its examples; see [Run.Troubles].
	VerdictTrouble Verdict = "trouble"
)

// Verdict judges the run. Where several hold, the first of this order counts:
// interrupted, trouble, failed, empty, good. It is good only when every planned
// example has an outcome of its own, none of them gates, the run came to its own
// end, and nothing went wrong beside the examples. A signal that means a crash
// calls no run off: such an end is trouble, and no interruption.
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

// ExamplesVerdict judges the run by its examples and its end alone. It is never
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

// Passed reports whether the run exits with 0: the verdict is good, or there was
// nothing to run where that is no error. No report shows a failure then, and
// every report shows one otherwise.
func (r *Run) Passed() bool {
	switch r.Verdict() {
	case VerdictGood:
		return true
	case VerdictEmpty:
		return r.End.Reason != EndEmpty
	}
	return false
}
