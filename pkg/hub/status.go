package hub

import "slices"

// Status is what is known of one example. There are seven and no others; what
// else can be said of a result (flaky, leaked, doubtful, allowed failure) is a
// mark on the result.
type Status string

const (
	// StatusPending: there is no result, the example was never run.
	StatusPending Status = "pending"
	// StatusRunning: an attempt is under way.
	StatusRunning Status = "running"
	// StatusCompleted: it ran to its end and passed.
	StatusCompleted Status = "completed"
	// StatusError: it failed, could not be started, or its metadata is invalid.
	StatusError Status = "error"
	// StatusInterrupted: it was started and stopped by something other than
	// itself or its timeout: a signal to hub, the end of hub, another failure.
	StatusInterrupted Status = "interrupted"
	// StatusSkipped: it was chosen and not run, with a reason.
	StatusSkipped Status = "skipped"
	// StatusStale: it completed, and what that result depended on has changed
	// since. Computed when asked for, never stored.
	StatusStale Status = "stale"
)

// Statuses lists every status in the order in which reports show them.
func Statuses() []Status {
	return []Status{
		StatusCompleted, StatusError, StatusInterrupted, StatusSkipped,
		StatusPending, StatusRunning, StatusStale,
	}
}

// Valid reports whether s is one of the seven statuses.
func (s Status) Valid() bool { return slices.Contains(Statuses(), s) }
