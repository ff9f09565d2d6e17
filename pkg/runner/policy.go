package runner

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// judge applies the run's policies to the result of the attempts, one after the
// other: the deadline, flaky passes, required examples, a fault of the
// example's identity, allowed failures, the baseline.
func (p *pool) judge(r *hub.Result, e *hub.Example, now time.Time) {
	switch {
	case r.Status == hub.StatusInterrupted && p.end.Reason == hub.EndDeadline:
		r.Reason += ": the deadline of the run had passed"
		r.Error = &hub.Error{Type: hub.ErrDeadline, Message: r.Reason, File: e.Path}
	case r.Flaky && p.FlakyFails:
		judgeFlaky(r)
	case r.Status == hub.StatusSkipped:
		judgeSkip(r, e, p.Require)
	}
	if e.Fault != nil {
		judgeFault(r, e.Fault)
		return // whom an allowance is for is not certain
	}
	judgeAllowance(r, e.Settings.AllowFailure, now)
	if p.Baseline != nil {
		p.Baseline.judge(r, e, now)
	}
}

// judgeFault makes an error of what would be good without a fault of the
// example's identity. What is an error keeps its own, and mentions the fault.
func judgeFault(r *hub.Result, fault *hub.Error) {
	switch r.Status {
	case hub.StatusCompleted, hub.StatusSkipped:
		if r.Status == hub.StatusSkipped {
			fault = remark(fault, "skipped: "+r.Reason)
		}
		r.Status, r.Error = hub.StatusError, fault
		r.Reason, r.Flaky, r.Doubtful = "", false, ""
	case hub.StatusError:
		r.Error = remark(r.Error, fault.Message)
	}
}

// judgeFlaky makes an error of a pass after a failure.
func judgeFlaky(r *hub.Result) {
	i := slices.IndexFunc(r.Attempts, func(a hub.Attempt) bool { return a.Error != nil })
	first := *r.Attempts[i].Error
	first.Message = fmt.Sprintf("passed on attempt %d (attempt %d: %s: %s)", len(r.Attempts), i+1, first.Type, first.Message)
	first.Type = hub.ErrFlaky
	r.Status, r.Flaky, r.Doubtful, r.Error = hub.StatusError, false, "", &first
}

// judgeSkip makes an error of a skip that is not accepted.
func judgeSkip(r *hub.Result, e *hub.Example, required []hub.Requirement) {
	if by, ok := Required(e, *r, required); ok {
		r.Error = &hub.Error{Type: hub.ErrRequired, File: e.Path, Message: fmt.Sprintf("skipped (%s), which %q does not accept", r.Reason, by)}
		r.Status, r.Reason = hub.StatusError, ""
	}
}

// Required names the first requirement that does not accept the skip r of e.
func Required(e *hub.Example, r hub.Result, required []hub.Requirement) (hub.Requirement, bool) {
	kinds := e.SkipKinds
	switch {
	case len(r.Attempts) > 0:
		kinds = []hub.SkipKind{hub.SkipSelf}
	case e.Skip == "":
		kinds = []hub.SkipKind{hub.SkipBreaker}
	case len(kinds) == 0:
		kinds = []hub.SkipKind{hub.SkipMarked}
	}
	i := slices.IndexFunc(required, func(q hub.Requirement) bool { return q.Forbids(kinds, r.Reason) })
	if i < 0 {
		return "", false
	}
	return required[i], true
}

// judgeAllowance marks an error that does not gate, and says so on one whose
// allowance is over.
func judgeAllowance(r *hub.Result, allow hub.AllowFailure, now time.Time) {
	if r.Status != hub.StatusError || !allow.Allowed || r.Error.Type.NeverAllowed() {
		return
	}
	if !excused(allow, now) {
		r.Error = remark(r.Error, fmt.Sprintf("this failure was allowed until %s, which is over", allow.Until))
		return
	}
	r.AllowedFailure = &allow
}

// excused reports whether the allowance holds at now.
func excused(allow hub.AllowFailure, now time.Time) bool {
	return allow.Allowed && !allow.Until.Passed(now)
}

// remark is the error with what is to be known beside its message.
func remark(e *hub.Error, text string) *hub.Error {
	out := *e
	out.Message = fmt.Sprintf("%s (%s)", e.Message, text)
	return &out
}
