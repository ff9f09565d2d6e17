package hub

import "slices"

// Status is the state of one example. There are seven; other properties of a
// result (flaky, leaked, doubtful, allowed failure) are marks.
type Status string

const (
	// StatusPending: there is no result; the example never ran.
	StatusPending Status = "pending"
	// StatusRunning: an attempt is under way.
	StatusRunning Status = "running"
	// StatusCompleted: it ran to its end and passed.
	StatusCompleted Status = "completed"
	// StatusError: it failed, could not be started, or its metadata is invalid.
	StatusError Status = "error"
	// StatusInterrupted: it was started, but stopped by something other than
	// itself or its timeout: a signal to hub, the end of hub, or another
	// failure.
	StatusInterrupted Status = "interrupted"
	// StatusSkipped: it was selected, but not run, for a reason.
	StatusSkipped Status = "skipped"
	// StatusStale: it completed, and its dependencies have changed since. It is
	// computed on demand, never stored.
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
