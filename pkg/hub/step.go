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
	// PhaseTeardown is after the last of them has ended, in any way.
	PhaseTeardown Phase = "teardown"
)

// Step is the outcome of one command of a setup or teardown.
type Step struct {
	// Phase is setup or teardown.
	Phase Phase `json:"phase"`
	// Group is the group that the step belongs to; empty for the run.
	Group string `json:"group,omitempty"`
	// Command is its argv, secrets masked; empty for a step that only waits.
	Command []string `json:"command,omitempty"`
	// Background: it should run until after the teardown.
	Background bool `json:"background,omitempty"`
	// Started is when the step began.
	Started time.Time `json:"started"`
	// Seconds is how long it took, or how long a background step ran.
	Seconds float64 `json:"seconds"`
	// ExitCode is -1 when it never started or was ended by a signal.
	ExitCode int `json:"exitCode"`
	// Signal is the name of the signal that ended it; empty when none did.
	Signal string `json:"signal,omitempty"`
	// Output is the output, as in [Attempt].
	Output       string `json:"output,omitempty"`
	DroppedBytes int64  `json:"droppedBytes,omitempty"`
	// Leaked names the processes that outlived it and were killed. A background
	// step has none: its processes belong to it until it is stopped.
	Leaked []string `json:"leaked,omitempty"`
	// Stopped: the end of the run cut it short, so it did not fail by itself.
	Stopped bool `json:"stopped,omitempty"`
	// Error says why it failed. If a setup failed, no example that needs it was
	// started; a background step failed if it ended before it was stopped.
	Error *Error `json:"error,omitempty"`
}

// FailedSteps returns the steps whose failure belongs to no example, in the
// order of [Run.Steps]: teardowns, and services that ended before they were
// stopped. A failed setup is the error of the examples that need it, and is not
// included; nor is a step that the end of the run cut short.
func (r *Run) FailedSteps() []Step {
	var out []Step
	for _, s := range r.Steps {
		if s.Error != nil && (s.Phase == PhaseTeardown || s.Background && !s.Stopped && !r.carries(s.Error)) {
			out = append(out, s)
		}
	}
	return out
}

// carries reports whether a setup's error is the error of an example.
func (r *Run) carries(err *Error) bool {
	return slices.ContainsFunc(r.Results, func(res Result) bool {
		return res.Error != nil && res.Error.Type == ErrSetup && res.Error.Message == err.Message
	})
}
