package runner

import (
	"context"
	"time"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// Exec makes one attempt of an example, when it is its turn, and always comes back
// with how it ended; what goes wrong is in the attempt. When ctx is done it stops the
// attempt, keeps what was captured and sets Canceled. An attempt whose error says
// that hub lacked something ([hub.Error.Lacks]) was not made: it is not recorded,
// and is made again when others have ended.
type Exec func(ctx context.Context, e *hub.Example, number int, turn *proc.Turn) hub.Attempt

// Options says how a plan is run.
type Options struct {
	// Workers bounds how many attempts run at the same time; at least 1.
	Workers int
	// StopOnError ends the run at the first failure that gates.
	StopOnError bool
	// MaxFailures ends the run at that many failures that gate; 0 means never.
	MaxFailures int
	// Deadline ends the run after that time; 0 means never, and less that it has
	// passed: nothing is started.
	Deadline time.Duration
	// MaxRetries bounds the retries of all examples together; 0 means no bound.
	MaxRetries int
	// FlakyFails makes a pass after a failed attempt an error.
	FlakyFails bool
	// Require names the skips that are errors.
	Require []hub.Requirement
	// Baseline compares results with known failures; nil: there is no baseline.
	Baseline *Baseline
	Limits   map[string]config.Limit
	Exec     Exec
	// Ahead calls Exec for as many examples as there are workers before it is their
	// turn, which Exec then waits for.
	Ahead bool
	// Stages are the groups that Setup and Teardown are called for, each at most
	// once, and Teardown always after Setup was. Setup says why nothing of the
	// group can be tried, and stops when ctx ends.
	Stages   []string
	Setup    func(ctx context.Context, group string) ([]hub.Step, *hub.Error)
	Teardown func(ctx context.Context, group string) []hub.Step
	// Fingerprint says what the result of an example will depend on, and what
	// that is made of. It is called once for each started example, and anew for one
	// that was prepared too early, from many goroutines, before its process; and stops
	// when ctx ends. The error says that hub lacked descriptors, processes or memory to
	// find out: the example is not started then. What cannot be read for another reason
	// has an empty fingerprint.
	Fingerprint func(ctx context.Context, e *hub.Example) (print string, parts []string, lack error)
	// Feed, if set, adds examples to the plan while the run goes on. Run calls it once, in
	// a goroutine of its own, and returns when it has returned and all examples are done.
	// ctx ends when the run takes nothing more.
	Feed func(ctx context.Context, in *Intake)
	// Fewer is called once, at the end of a run in which hub lacked descriptors,
	// processes or memory to run as many at a time as there are workers; most is
	// how many it still could. It may be nil.
	Fewer func(most int, why string)
	// Now is the clock of the events. What waits (retries, rates, the deadline)
	// goes by the process's own monotonic time.
	Now func() time.Time
	// Guard wraps the work of a goroutine with what a panic in it results in. Nil: the
	// Go runtime ends the program.
	Guard func(work func()) func()
	// Observe gets all events, one call at a time, those of one example in their
	// order, a start before its process, or, of an example that took the place of
	// another, with the end of that. It must not keep the slice.
	Observe func(...hub.Event)
	// Tick, when set, gets the time about ten times a second, never at the same
	// time as Observe.
	Tick func(time.Time)
}

// ErrSignal is the cause to cancel Run's context with when hub gets a signal;
// its Name ends up in the RunEnd.
type ErrSignal struct {
	Name string
	// Crash says that it is a signal with which the system ends crashed programs:
	// nobody called the run off, and it is incomplete.
	Crash bool
}

func (e ErrSignal) Error() string { return "got " + e.Name }
