package hub

import (
	"cmp"
	"slices"
	"time"
)

// Recorder assembles a Run from its events, live or replayed: the same events
// give the same Run. The zero value is ready.
type Recorder struct {
	header  *RunHeader
	end     *RunEnd
	last    time.Time
	foreign bool // what comes now belongs to another run
	started map[string]Event
	order   []string             // of the starts
	tries   map[string][]Attempt // in the order of their numbers
	results map[string]Result
	steps   []Step
	// problems, each once.
	problems []Problem
}

// Add takes the next event. A repeated event changes nothing: of two starts of
// one example the first counts, of two attempts of one number, two results or
// two ends the later. Of events without a meaning here, or about examples that
// the plan does not hold, only the time counts: the run lived then. What stands
// before the first run-started, or after that of another run, is none of this
// run's.
func (r *Recorder) Add(e Event) {
	if e.Type == EventRunStarted && e.Run != nil {
		if r.header == nil {
			r.begin(e.Run)
		}
		r.foreign = e.Run.ID != r.header.ID
	}
	if r.header == nil || r.foreign {
		return
	}
	if e.Time.After(r.last) {
		r.last = e.Time
	}
	switch e.Type {
	case EventExampleStarted:
		if _, twice := r.started[e.ID]; !twice {
			r.begun(e.ID, e)
		}
	case EventAttemptFinished:
		if e.Attempt != nil {
			r.attempt(e)
		}
	case EventExampleFinished:
		if e.Result != nil {
			r.results[e.Result.ID] = *e.Result
			delete(r.tries, e.Result.ID)
		}
	case EventStepFinished:
		if e.Step != nil && !slices.ContainsFunc(r.steps, e.Step.same) {
			r.steps = append(r.steps, *e.Step)
		}
	case EventProblem:
		if e.Problem != nil && !slices.Contains(r.problems, *e.Problem) {
			r.problems = append(r.problems, *e.Problem)
		}
	case EventRunFinished:
		if e.End != nil {
			end := *e.End
			r.end = &end
		}
	}
}

func (r *Recorder) begin(header *RunHeader) {
	r.header = header
	r.started = make(map[string]Event, len(header.Plan))
	r.tries = map[string][]Attempt{}
	r.results = make(map[string]Result, len(header.Plan))
}

// attempt keeps an attempt until its example's result replaces it. It is also
// proof of a start whose own event was lost.
func (r *Recorder) attempt(e Event) {
	if _, ok := r.started[e.ID]; !ok {
		r.begun(e.ID, Event{Time: e.Attempt.Started})
	}
	start := r.started[e.ID]
	start.Worker = e.Worker
	r.started[e.ID] = start
	tries := r.tries[e.ID]
	i, twice := slices.BinarySearchFunc(tries, e.Attempt.Number, func(a Attempt, number int) int { return cmp.Compare(a.Number, number) })
	if twice {
		tries[i] = *e.Attempt
		return
	}
	r.tries[e.ID] = slices.Insert(tries, i, *e.Attempt)
}

// begun notes the start of an example.
func (r *Recorder) begun(id string, start Event) {
	r.started[id] = start
	r.order = append(r.order, id)
}

// Started reports whether the run-started event was seen.
func (r *Recorder) Started() bool { return r.header != nil }

// Closed reports whether the run-finished event was seen.
func (r *Recorder) Closed() bool { return r.end != nil }

// Unfinished returns the examples that were started and have no result, in the
// order of their starts.
func (r *Recorder) Unfinished() []string {
	var ids []string
	for _, id := range r.order {
		if _, ended := r.results[id]; !ended {
			ids = append(ids, id)
		}
	}
	return ids
}

// Run returns the run as far as it was recorded. What has no result is
// concluded: started and never finished is interrupted, never started is
// pending, and in a run that claims to have finished both are errors, for then
// a result was lost.
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
	run.Plan = slices.Clone(r.header.Plan)
	slices.SortStableFunc(run.Plan, func(a, b Example) int { return cmp.Compare(a.Index, b.Index) })
	run.Steps = slices.Clone(r.steps)
	run.Problems = slices.Clone(r.problems)
	run.Results = make([]Result, len(run.Plan))
	for i := range run.Plan {
		run.Results[i] = r.result(run.Plan[i].ID, run.End)
	}
	return run
}

// Ending returns the run as it will be when it ends like this and nothing more
// is recorded: reports are written before the run-finished event, so that what
// goes wrong with them can be recorded before it.
func (r *Recorder) Ending(end RunEnd) Run {
	ending := *r
	ending.end = &end
	return ending.Run()
}

// result is the example's result, or what its lack means.
func (r *Recorder) result(id string, end RunEnd) Result {
	if res, ok := r.results[id]; ok {
		return res
	}
	start, started := r.started[id]
	res := Result{ID: id, Started: start.Time, Worker: start.Worker, Attempts: slices.Clone(r.tries[id])}
	for i := range res.Attempts {
		res.Seconds += res.Attempts[i].Seconds
		res.Leaked = append(res.Leaked, res.Attempts[i].Leaked...)
	}
	switch {
	case end.Reason == EndFinished:
		res.Status = StatusError
		res.Error = &Error{Type: ErrNoResult, Message: "the run ended without a result of this example"}
	case started:
		res.Status = StatusInterrupted
		res.Reason = "the run ended while it ran (" + string(end.Reason) + ")"
		if end.Reason == EndDeadline {
			res.Error = &Error{Type: ErrDeadline, Message: res.Reason}
		}
		if end.Finished.After(start.Time) && res.Seconds == 0 {
			res.Seconds = end.Finished.Sub(start.Time).Seconds()
		}
	default:
		res.Status = StatusPending
		res.Reason = "not started: the run ended before (" + string(end.Reason) + ")"
	}
	return res
}
