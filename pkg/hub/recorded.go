package hub

import (
	"cmp"
	"maps"
	"slices"
)

// Run returns the run as recorded so far. It shares the plan with the recorded header, and
// the results with later calls, so neither is to be changed.
// Missing results are inferred: an example that started is interrupted, one that did
// not is pending, and in a run that claims to have finished both are errors, because a
// result was lost. In a damaged run passes and skips are errors as well, and the damage
// is one of the problems.
func (r *Recorder) Run() Run {
	if r.header == nil {
		return Run{End: RunEnd{Reason: EndKilled}}
	}
	run := Run{RunHeader: *r.header}
	if r.end != nil {
		run.End = *r.end
	} else {
		run.End = RunEnd{Reason: EndKilled, Finished: r.last}
	}
	run.Plan = r.plan()
	if len(r.previous) > 0 {
		run.Previous = maps.Clone(run.Previous)
		if run.Previous == nil {
			run.Previous = map[string]Status{}
		}
		maps.Copy(run.Previous, r.previous)
	}
	for _, id := range r.answered {
		run.Receipts = append(run.Receipts, r.receipts[id])
	}
	run.Steps = slices.Clone(r.steps)
	for _, s := range r.spans {
		if s.Started.Before(run.End.Finished) { // a report cannot have the rest: it is one of them
			run.Spans = append(run.Spans, s)
		}
	}
	run.Problems = slices.Clone(r.problems)
	if r.damage.count > 0 {
		run.Problems = append(run.Problems, r.damage.problem())
	}
	if r.asPlanned() && r.damage.count == 0 && r.recorded == len(r.results) { // as it is nearly always
		run.Results, r.shared = slices.Clip(r.results), true
		return run
	}
	run.Results = make([]Result, len(run.Plan))
	for i := range run.Plan {
		run.Results[i] = r.result(r.at[run.Plan[i].ID], run.End)
	}
	return run
}

// Unstarted returns the run of the header as if it had ended without starting an example.
// Its results share what says why there is none.
func Unstarted(header *RunHeader, end RunEnd) Run {
	run := Run{RunHeader: *header, End: end}
	run.Plan = inCatalogOrder(header.Plan)
	run.Results = make([]Result, len(run.Plan))
	missing := unstarted(end)
	for i := range run.Plan {
		missing.ID = run.Plan[i].ID
		run.Results[i] = missing
	}
	return run
}

// inCatalogOrder returns the plan by index: a copy, unless it is in that order.
func inCatalogOrder(plan []Example) []Example {
	for i := 1; i < len(plan); i++ {
		if plan[i-1].Index > plan[i].Index {
			plan = slices.Clone(plan)
			slices.SortStableFunc(plan, func(a, b Example) int { return cmp.Compare(a.Index, b.Index) })
			break
		}
	}
	return plan
}

// Ending returns the run as it will be if it ends with end and nothing else is
// recorded. Reports are written before the run-finished event, so that problems
// with them can be recorded before it.
func (r *Recorder) Ending(end RunEnd) Run {
	ended := r.end
	defer func() { r.end = ended }()
	r.end = &end
	return r.Run()
}

// result returns the result of the example at a position, or infers it when none is
// recorded.
func (r *Recorder) result(at int, end RunEnd) Result {
	if r.ended(at) {
		if r.damage.count > 0 {
			return unproven(r.results[at])
		}
		return r.results[at]
	}
	begun := r.starts[at]
	if begun.deferred {
		begun = start{}
	}
	res := Result{ID: r.examples[at].ID, Started: begun.at, Worker: int(begun.by), Attempts: slices.Clone(r.tries[at])}
	for i := range res.Attempts {
		res.Seconds += res.Attempts[i].Seconds
		res.Leaked = append(res.Leaked, res.Attempts[i].Leaked...)
	}
	if !begun.begun || end.Reason == EndFinished {
		why := unstarted(end)
		res.Status, res.Reason, res.Error = why.Status, why.Reason, why.Error
		return res
	}
	res.Status = StatusInterrupted
	res.Reason = "the run ended while the example was running (" + string(end.Reason) + ")"
	if end.Reason == EndDeadline {
		res.Error = &Error{Type: ErrDeadline, Message: res.Reason}
	}
	if end.Finished.After(begun.at) && res.Seconds == 0 {
		res.Seconds = end.Finished.Sub(begun.at).Seconds()
	}
	return res
}

// unstarted returns the result of an example that has none, and was not started unless
// the run claims to have finished.
func unstarted(end RunEnd) Result {
	switch end.Reason {
	case EndFinished:
		return Result{Status: StatusError, Error: &Error{Type: ErrNoResult, Message: "the run ended without a result for this example"}}
	case EndWant:
		return Result{Status: StatusPending, Reason: "not started: hub lacked the resources to start it"}
	}
	return Result{Status: StatusPending, Reason: "not started: the run ended first (" + string(end.Reason) + ")"}
}
