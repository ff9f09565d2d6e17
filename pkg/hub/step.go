package hub

import (
	"slices"
	"time"
)

// Phase says when a step runs.
type Phase string

const (
	// PhaseSetup is before the first example of a group, or of the run, starts.
	PhaseSetup Phase = "setup"
	// PhaseTeardown is when the last of them has ended, however it did.
	PhaseTeardown Phase = "teardown"
)

// Step is one command of a setup or teardown, as it went.
type Step struct {
	// Phase is setup or teardown.
	Phase Phase `json:"phase"`
	// Group is whose it is; empty for the run's.
	Group string `json:"group,omitempty"`
	// Command is its argv, secrets masked; empty for one that only waits.
	Command []string `json:"command,omitempty"`
	// Background: it was to run until after the teardown.
	Background bool `json:"background,omitempty"`
	// Started is when it was begun.
	Started time.Time `json:"started"`
	// Seconds is how long it took; of a background one, how long it ran.
	Seconds float64 `json:"seconds"`
	// ExitCode is -1 when it never started or was ended by a signal.
	ExitCode int `json:"exitCode"`
	// Signal is the name of the signal that ended it; empty when none did.
	Signal string `json:"signal,omitempty"`
	// Output is as that of an [Attempt].
	Output       string `json:"output,omitempty"`
	DroppedBytes int64  `json:"droppedBytes,omitempty"`
	// Leaked names the processes that outlived it and were killed. A background
	// step has none: what it started is its own until it is stopped.
	Leaked []string `json:"leaked,omitempty"`
	// Stopped: the end of the run cut it short, so that it has not failed by itself.
	Stopped bool `json:"stopped,omitempty"`
	// Error says why it failed: of a setup, nothing that needs it was tried; of
	// a background one, it ended before it was told to.
	Error *Error `json:"error,omitempty"`
}

// FailedSteps returns the steps that failed beside the examples, in the order of
// [Run.Steps]: teardowns, and services that ended before they were stopped. A
// setup that failed is the error of the examples that needed it, and is not
// among them; nor is one that the end of the run cut short.
func (r *Run) FailedSteps() []Step {
	var out []Step
	for _, s := range r.Steps {
		if s.Error != nil && (s.Phase == PhaseTeardown || s.Background && !s.Stopped && !r.carries(s.Error)) {
			out = append(out, s)
		}
	}
	return out
}

// carries reports whether a setup's error is that of an example.
func (r *Run) carries(err *Error) bool {
	return slices.ContainsFunc(r.Results, func(res Result) bool {
		return res.Error != nil && res.Error.Type == ErrSetup && res.Error.Message == err.Message
	})
}
