package hub

import "time"

// Attempt is one process of one example.
type Attempt struct {
	// Number is 1 for the first attempt.
	Number  int       `json:"number"`
	Started time.Time `json:"started"`
	// Worker is the 1-based number of the worker that ran it; 0 when unknown.
	Worker int `json:"worker,omitempty"`
	// Seconds is how long the process ran, without its build.
	Seconds float64 `json:"seconds"`
	// BuildSeconds is how long the build before it took; 0 without a build.
	BuildSeconds float64 `json:"buildSeconds,omitempty"`
	// CPUSeconds is the processor time, user and system, of the process and of all below
	// it; 0 when it is not known. A process whose parent has the system reap it is not
	// counted, and on macOS no orphan is.
	CPUSeconds float64 `json:"cpuSeconds,omitempty"`
	// PeakMemory is the most memory, in bytes, that one of these processes had at a time:
	// resident, on Windows committed. 0 when it is not known, or less than a few
	// megabytes: on Unix that cannot be told from what started the process.
	PeakMemory int64 `json:"peakMemory,omitempty"`
	// ExitCode is the exit code of the process; -1 when it never started or was
	// ended by a signal.
	ExitCode int `json:"exitCode"`
	// Signal is the name of the signal that ended it (SIGSEGV); empty when none did.
	Signal string `json:"signal,omitempty"`
	// Output is what the process printed, stdout and stderr in the order
	// written, as valid UTF-8, secrets masked. If more was printed than is
	// kept, it is what a terminal would have shown (one state of a progress
	// bar, not each), and if that is still too long, its head and tail around a
	// line with the number of dropped bytes. Front matter above <?php, which PHP
	// prints before all else, is not in it.
	Output string `json:"output"`
	// DroppedBytes is the number of printed bytes that are not in Output.
	DroppedBytes int64 `json:"droppedBytes,omitempty"`
	// OutputFile is the file with the whole output, secrets masked, as a slash
	// path from the project's root; empty when saving was not requested or
	// nothing was printed. The file is removed with its run log. Reports name a
	// copy in their folder.
	OutputFile string `json:"outputFile,omitempty"`
	// Error is nil when the attempt passed.
	Error *Error `json:"error,omitempty"`
	// Excerpt is the source around the place of the error, read when the attempt ended; nil
	// if there is none.
	Excerpt *Excerpt `json:"excerpt,omitempty"`
	// Leaked names the processes that outlived the attempt and were killed.
	Leaked []string `json:"leaked,omitempty"`
	// Doubtful says why the pass is doubtful; empty when it is not.
	Doubtful string `json:"doubtful,omitempty"`
	// Skip is the reason if the example skipped itself, by exit code 77 or by a line
	// that skip-on matches.
	Skip string `json:"skip,omitempty"`
	// Canceled says that hub stopped the process for a reason outside the
	// example: a signal to hub, or the end of the run.
	Canceled bool `json:"canceled,omitempty"`
}

// Excerpt is a few lines of a file, secrets masked.
type Excerpt struct {
	// Line is the number of the first line, from 1.
	Line int `json:"line"`
	// Text has the lines. Long lines are cut and end with an ellipsis.
	Text string `json:"text"`
}

// Result is the outcome of one example in one run, all its attempts included.
type Result struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	// RunID is the run of the shard that the result comes from, in a merged
	// run; empty when it is the run's own.
	RunID string `json:"runId,omitempty"`
	// Reason says why the example was skipped, interrupted or left pending.
	Reason string `json:"reason,omitempty"`
	// Started is when its first attempt started, or when it was skipped; zero
	// for a pending example.
	Started time.Time `json:"started,omitzero"`
	// Seconds is the sum of its attempts, without builds and waiting.
	Seconds float64 `json:"seconds"`
	// Worker is the 1-based number of the worker that ran its last attempt; 0
	// when none did.
	Worker   int       `json:"worker,omitempty"`
	Attempts []Attempt `json:"attempts,omitempty"`
	// Error is the error that decides the result; nil unless Status is error,
	// or interrupted by the deadline of the run, which has its own type.
	Error *Error `json:"error,omitempty"`
	// Flaky says that it completed after a failed attempt.
	Flaky bool `json:"flaky,omitempty"`
	// Leaked names the processes that outlived one of its attempts.
	Leaked []string `json:"leaked,omitempty"`
	// Doubtful says why the pass is doubtful; empty when it is not.
	Doubtful string `json:"doubtful,omitempty"`
	// AllowedFailure is set when the result is an error that does not gate.
	AllowedFailure *AllowFailure `json:"allowedFailure,omitempty"`
	// Baseline is how the result compares with the baseline; empty in a run without
	// one, and for a result that shows nothing.
	Baseline Standing `json:"baseline,omitempty"`
	// Past is what was recorded of the example before the run; nil if nothing was recorded,
	// and for an ordinary pass after a pass.
	Past *Past `json:"past,omitempty"`
	// Fingerprint identifies what the result depended on; empty when unknown.
	Fingerprint string `json:"fingerprint,omitempty"`
	// DependsOn lists the parts of the fingerprint, at most about fifty, each
	// as "HASH NAME", to tell later which of them changed. The hashes are short
	// and reveal no value.
	DependsOn []string `json:"dependsOn,omitempty"`
}

// Last returns the attempt that decided the result; nil when there was none.
func (r *Result) Last() *Attempt {
	if len(r.Attempts) == 0 {
		return nil
	}
	return &r.Attempts[len(r.Attempts)-1]
}

// Failure returns the error that is compared with a baseline: the error of the last
// attempt, which the status records as well, else [Result.Error], which may have
// remarks by hub. It is nil unless the result is an error.
func (r *Result) Failure() *Error {
	if r.Status != StatusError {
		return nil
	}
	if last := r.Last(); last != nil && last.Error != nil {
		return last.Error
	}
	return r.Error
}

// Output returns the output of the deciding attempt.
func (r *Result) Output() string {
	if a := r.Last(); a != nil {
		return a.Output
	}
	return ""
}

// CPUSeconds returns the processor time of all attempts together; 0 when it is not known.
func (r *Result) CPUSeconds() float64 {
	sum := 0.0
	for i := range r.Attempts {
		sum += r.Attempts[i].CPUSeconds
	}
	return sum
}

// PeakMemory returns the most memory that an attempt had, in bytes; 0 when it is not
// known.
func (r *Result) PeakMemory() int64 {
	most := int64(0)
	for i := range r.Attempts {
		most = max(most, r.Attempts[i].PeakMemory)
	}
	return most
}

// Gates reports whether the result by itself fails the run.
func (r *Result) Gates() bool { return r.Status == StatusError && r.AllowedFailure == nil }

// Sound reports whether the result shows that the example works: a pass, neither flaky
// nor doubtful. Only such a pass fixes a failure.
func (r *Result) Sound() bool {
	return r.Status == StatusCompleted && !r.Flaky && r.Doubtful == ""
}

// Ended reports whether the result is an outcome, and not a missing one.
func (r *Result) Ended() bool {
	switch r.Status {
	case StatusCompleted, StatusError, StatusInterrupted, StatusSkipped:
		return true
	}
	return false
}
