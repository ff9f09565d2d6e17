package hub

import "time"

// EventType names what happened. The values are part of the run log's format.
type EventType string

const (
	// EventRunStarted opens every run log and carries the plan.
	EventRunStarted EventType = "run-started"
	// EventExampleStarted precedes the first process of an example, or follows
	// the end of the example whose worker it took over: hub learns of both at
	// once.
	EventExampleStarted EventType = "example-started"
	// EventExampleDeferred cancels the example-started before it: hub lacked
	// descriptors, processes or memory to start a process of the example, which
	// waits and may start later. It has not run so far.
	EventExampleDeferred EventType = "example-deferred"
	// EventAttemptFinished follows every process. An attempt that will be
	// retried is complete; the deciding one comes without its output, which is
	// in the example-finished event that follows.
	EventAttemptFinished EventType = "attempt-finished"
	// EventExampleFinished carries the whole result, skips included.
	EventExampleFinished EventType = "example-finished"
	// EventStepFinished follows every command of a setup or teardown. Readers
	// skip unknown events, and this one changes no result.
	EventStepFinished EventType = "step-finished"
	// EventSpanFinished follows a phase of hub's own work, or comes later in the
	// run when that is first recorded. What hub does after the end of the log
	// (writing the status, leaving) cannot be in it.
	EventSpanFinished EventType = "span-finished"
	// EventProblem reports something that costs the run its verdict and belongs
	// to no single result. It occurs anywhere between run-started and
	// run-finished.
	EventProblem EventType = "run-problem"
	// EventExampleTaken precedes all other events of an example that a worker of a
	// queue has taken: it adds the example to the plan of the run. Only runs of such
	// workers have it ([Part.Queued]), whose headers come before anything is taken.
	EventExampleTaken EventType = "example-taken"
	// EventResultAcknowledged says that the queue counts a result, of this run or of
	// another worker. A worker copies the acknowledgements of all of them into its log
	// before the end, so that a sealed log proves results in the logs of workers that
	// were killed.
	EventResultAcknowledged EventType = "result-acknowledged"
	// EventResultRefused says that the queue does not count a result of this run: the
	// run goes on as if it had not taken the example.
	EventResultRefused EventType = "result-refused"
	// EventResultSuperseded has a failure of an example that does not count, but makes a
	// later pass flaky. Merges of parts of a plan have it, so that none is forgotten in a
	// tree of merges; it changes no result of its run.
	EventResultSuperseded EventType = "result-superseded"
	// EventRunFinished closes a run that ended in order. It is the last event.
	EventRunFinished EventType = "run-finished"
)

// Event is one line of the run log. Type determines which fields are set.
type Event struct {
	Type EventType `json:"type"`
	Time time.Time `json:"time"`
	// Run is set on run-started.
	Run *RunHeader `json:"run,omitempty"`
	// ID is the example's ID, on the types of event that concern an example.
	ID string `json:"id,omitempty"`
	// Example and Previous are set on example-taken: the example, and its last outcome
	// before the plan, if it has one.
	Example  *Example `json:"example,omitempty"`
	Previous Status   `json:"previous,omitempty"`
	// Worker is the 1-based number of the worker, on example-started,
	// example-deferred and attempt-finished.
	Worker  int      `json:"worker,omitempty"`
	Attempt *Attempt `json:"attempt,omitempty"`
	Result  *Result  `json:"result,omitempty"`
	// Receipt is set on result-acknowledged and result-refused.
	Receipt *Receipt `json:"receipt,omitempty"`
	// Step is set on step-finished.
	Step *Step `json:"step,omitempty"`
	// Span is set on span-finished.
	Span *Span `json:"span,omitempty"`
	// Problem is set on run-problem.
	Problem *Problem `json:"problem,omitempty"`
	// End is set on run-finished.
	End *RunEnd `json:"end,omitempty"`
}
