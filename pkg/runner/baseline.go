package runner

import (
	"fmt"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Baseline says how results are compared with the known failures of the examples
// ([hub.Example.Known]).
type Baseline struct {
	// Same reports whether a failure is the known one.
	Same func(known *hub.Known, failure *hub.Error) bool
	// Strict makes the pass of an example with a known failure an error.
	Strict bool
}

// judge sets the standing of a result, allows a failure that is known, and in a
// strict run makes an error of one that is fixed. It looks at results only: an
// example that was skipped or interrupted shows nothing, and neither does a failure
// that its own settings allow.
func (b *Baseline) judge(r *hub.Result, e *hub.Example, now time.Time) {
	switch {
	case r.Status == hub.StatusError && r.AllowedFailure == nil:
		b.judgeFailure(r, e.Known, now)
	case r.Status == hub.StatusCompleted && e.Known != nil && !r.Flaky && r.Doubtful == "":
		r.Baseline = hub.StandingFixed
		if b.Strict {
			r.Status = hub.StatusError
			r.Error = &hub.Error{Type: hub.ErrUnexpectedPass, File: e.Path, Message: "passes, but the baseline still lists its failure; remove it: hub baseline update --only-fixed"}
		}
	}
}

// judgeFailure is judge for an error that nothing else allows.
func (b *Baseline) judgeFailure(r *hub.Result, known *hub.Known, now time.Time) {
	switch {
	case known == nil:
		r.Baseline = hub.StandingNew
	case r.Error.Type.NeverAllowed() || !b.Same(known, r.Failure()):
		r.Baseline = hub.StandingChanged
	case known.Until.Passed(now):
		r.Baseline = hub.StandingExpired
		r.Error = remark(r.Error, fmt.Sprintf("this failure was known until %s, which is over", known.Until))
	default:
		r.Baseline = hub.StandingKnown
		allow := known.Allowance()
		r.AllowedFailure = &allow
	}
}
