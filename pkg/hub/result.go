package hub

import "time"

// Attempt is one process of one example.
type Attempt struct {
	// Number is 1 for the first attempt.
	Number  int       `json:"number"`
	Started time.Time `json:"started"`
	// Worker is the 1-based worker that ran it; 0 when unknown.
	Worker int `json:"worker,omitempty"`
	// Seconds is how long the process ran, its build apart.
	Seconds float64 `json:"seconds"`
	// BuildSeconds is how long the build before it took; 0 without one.
	BuildSeconds float64 `json:"buildSeconds,omitempty"`
	// ExitCode is the process's own; -1 when it never started or was ended by
	// a signal.
	ExitCode int `json:"exitCode"`
	// Signal is the name of the signal that ended it (SIGSEGV); empty when none did.
	Signal string `json:"signal,omitempty"`
	// Output is what was printed, stdout and stderr in the order written, as
	// valid UTF-8, secrets masked. When more was printed than is kept it is
	// what a terminal would have shown of it: one state of a progress bar, not
	// each. When that is more too, it is head and tail around a line that says
	// how many bytes were dropped.
	Output string `json:"output"`
	// DroppedBytes counts what was printed and is not in Output.
	DroppedBytes int64 `json:"droppedBytes,omitempty"`
	// OutputFile is where the whole output was saved, secrets masked, as a slash
	// path from the project's root; empty when that was not asked for, and when
	// nothing was printed. The file goes with its run log.
	OutputFile string `json:"outputFile,omitempty"`
	// Error is nil when the attempt passed.
	Error *Error `json:"error,omitempty"`
	// Leaked names the processes that outlived the attempt and were killed.
	Leaked []string `json:"leaked,omitempty"`
	// Doubtful says why a pass looks hollow; empty when it does not.
	Doubtful string `json:"doubtful,omitempty"`
	// Skip is the reason when the example skipped itself by exit code 77.
	Skip string `json:"skip,omitempty"`
	// Canceled says that hub stopped the process for a reason that is not the
	// example's: a signal to hub, the end of the run.
	Canceled bool `json:"canceled,omitempty"`
}

// Result is the outcome of one example in one run, all its attempts included.
type Result struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	// RunID is the run of the shard that has the result, in a run that was
	// joined; empty when it is the run's own.
	RunID string `json:"runId,omitempty"`
	// Reason says why it was skipped, interrupted or left pending.
	Reason string `json:"reason,omitempty"`
	// Started is when its first attempt started, or when it was skipped. Zero
	// for a pending one.
	Started time.Time `json:"started,omitzero"`
	// Seconds is the sum of its attempts, builds and waiting apart.
	Seconds float64 `json:"seconds"`
	// Worker is the 1-based worker that ran its last attempt; 0 when none did.
	Worker   int       `json:"worker,omitempty"`
	Attempts []Attempt `json:"attempts,omitempty"`
	// Error decides the result; nil unless Status is error, or interrupted by
	// the run's deadline, which has a type of its own.
	Error *Error `json:"error,omitempty"`
	// Flaky: completed after a failed attempt.
	Flaky bool `json:"flaky,omitempty"`
	// Leaked names processes that outlived one of its attempts.
	Leaked []string `json:"leaked,omitempty"`
	// Doubtful says why the pass looks hollow.
	Doubtful string `json:"doubtful,omitempty"`
	// AllowedFailure is set when the result is an error that does not gate.
	AllowedFailure *AllowFailure `json:"allowedFailure,omitempty"`
	// Fingerprint identifies what the result depended on; empty when unknown.
	Fingerprint string `json:"fingerprint,omitempty"`
	// DependsOn is what the fingerprint is made of, at most about fifty
	// parts, each "HASH NAME": it says later which of them has changed. The
	// hashes are short and hold no value.
	DependsOn []string `json:"dependsOn,omitempty"`
}

// Last is the attempt that decided the result, nil when there was none.
func (r *Result) Last() *Attempt {
	if len(r.Attempts) == 0 {
		return nil
	}
	return &r.Attempts[len(r.Attempts)-1]
}

// Output is what the deciding attempt printed.
func (r *Result) Output() string {
	if a := r.Last(); a != nil {
		return a.Output
	}
	return ""
}

// Gates reports whether the result alone makes the run fail.
func (r *Result) Gates() bool { return r.Status == StatusError && r.AllowedFailure == nil }

// Ended reports whether the result is an outcome, not the lack of one.
func (r *Result) Ended() bool {
	switch r.Status {
	case StatusCompleted, StatusError, StatusInterrupted, StatusSkipped:
		return true
	}
	return false
}
