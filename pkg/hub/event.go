package hub

import "time"

// EventType names what happened. The values are part of the run log's format.
type EventType string

const (
	// EventRunStarted opens every run log and carries the plan.
	EventRunStarted EventType = "run-started"
	// EventExampleStarted precedes the first process of an example, or follows the end
	// of the example whose place this one took: hub hears of both at the same time.
	EventExampleStarted EventType = "example-started"
	// EventExampleDeferred takes back the example-started before it: hub lacked
	// descriptors, processes or memory to start a process of the example, which
	// waits again and may be started later. So far it has not run.
	EventExampleDeferred EventType = "example-deferred"
	// EventAttemptFinished follows every process. An attempt that will be
	// retried is carried whole; the deciding one without its output, which
	// stands in the example-finished line after it.
	EventAttemptFinished EventType = "attempt-finished"
	// EventExampleFinished carries the whole result, skips included.
	EventExampleFinished EventType = "example-finished"
	// EventStepFinished follows every command of a setup or teardown. Readers
	// pass over events that they do not know, and this one changes no result.
	EventStepFinished EventType = "step-finished"
	// EventProblem reports what costs the run its verdict and belongs to no
	// single result. It comes at any time between run-started and run-finished.
	EventProblem EventType = "run-problem"
	// EventRunFinished closes a run that ended in order. Nothing follows it.
	EventRunFinished EventType = "run-finished"
)

// Event is one line of the run log. Which fields are set follows from Type.
type Event struct {
	Type EventType `json:"type"`
	Time time.Time `json:"time"`
	// Run is set on run-started.
	Run *RunHeader `json:"run,omitempty"`
	// ID is the example's, on the four kinds of event that concern one.
	ID string `json:"id,omitempty"`
	// Worker is the 1-based worker, on example-started, example-deferred and attempt-finished.
	Worker  int      `json:"worker,omitempty"`
	Attempt *Attempt `json:"attempt,omitempty"`
	Result  *Result  `json:"result,omitempty"`
	// Step is set on step-finished.
	Step *Step `json:"step,omitempty"`
	// Problem is set on run-problem.
	Problem *Problem `json:"problem,omitempty"`
	// End is set on run-finished.
	End *RunEnd `json:"end,omitempty"`
}
