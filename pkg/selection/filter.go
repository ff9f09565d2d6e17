package selection

import (
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// Filter chooses examples by what is recorded of them.
type Filter struct {
	// Name is the value of --filter.
	Name string
	// Doc says in one line which examples match; help texts show it.
	Doc string

	match func(c candidate) bool
}

// candidate is one example and what is known of it.
type candidate struct {
	example *hub.Example
	// entry is nil when nothing is recorded.
	entry *status.Entry
	// stale says why the recorded pass no longer counts; empty when it does.
	// It may have to read files: ask last.
	stale func() string
}

// recorded is the status of the newest result; pending when there is none.
func (c candidate) recorded() hub.Status {
	if c.entry == nil || c.entry.Status == "" {
		return hub.StatusPending
	}
	return c.entry.Status
}

func (c candidate) is(s hub.Status) bool { return c.recorded() == s }

// lastError is the type of the newest failed attempt.
func (c candidate) lastError() hub.ErrorType {
	if n := len(c.entry.Errors); n > 0 {
		return c.entry.Errors[n-1].Type
	}
	return ""
}

// Filters is the table of the filters, in the order in which help shows them.
func Filters() []Filter {
	return []Filter{
		{"all", "every example", func(candidate) bool { return true }},
		{"errors", "the last result is an error, allowed failures included", func(c candidate) bool {
			return c.is(hub.StatusError)
		}},
		{"stale", "completed, and what the result depended on has changed since", func(c candidate) bool {
			return c.is(hub.StatusCompleted) && c.stale() != ""
		}},
		{"pending", "no result yet", func(c candidate) bool {
			return c.is(hub.StatusPending)
		}},
		// Skipped ones too: a skip is no pass, and its reason may be gone.
		{"not-completed", "the last result is anything but a pass that still holds: error, interrupted, skipped, pending, running, stale", func(c candidate) bool {
			return !c.is(hub.StatusCompleted) || c.stale() != ""
		}},
		{"interrupted", "started and stopped by something else than itself", func(c candidate) bool {
			return c.is(hub.StatusInterrupted)
		}},
		// Whether a pass still holds is another question, which costs reading.
		{"completed", "the last result is a pass, stale ones included", func(c candidate) bool {
			return c.is(hub.StatusCompleted)
		}},
		{"skipped", "the last result is a skip, or the metadata or configuration says skip", func(c candidate) bool {
			return c.is(hub.StatusSkipped) || c.example.Skip != ""
		}},
		{"flaky", "the last result is a pass after a failed attempt, or an error for that", func(c candidate) bool {
			switch c.recorded() {
			case hub.StatusCompleted:
				return c.entry.Flaky
			case hub.StatusError:
				return c.lastError() == hub.ErrFlaky
			}
			return false
		}},
		{"doubtful", "the last result is a pass that looks hollow, or an error for that", func(c candidate) bool {
			switch c.recorded() {
			case hub.StatusCompleted:
				return c.entry.Doubtful != ""
			case hub.StatusError:
				return c.lastError() == hub.ErrDoubtful
			}
			return false
		}},
	}
}
