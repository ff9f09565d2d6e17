package runner

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// result concludes an example from its attempts.
func (it *item) result() hub.Result {
	r := hub.Result{
		ID: it.example.ID, Started: it.started, Worker: it.worker,
		Attempts: it.attempts, Fingerprint: it.print, DependsOn: it.parts,
	}
	var failedBefore *hub.Error
	for i := range it.attempts {
		a := &it.attempts[i]
		r.Seconds += a.Seconds
		r.Leaked = append(r.Leaked, a.Leaked...)
		if i < len(it.attempts)-1 && a.Error != nil {
			failedBefore = a.Error
		}
	}
	last := r.Last()
	switch {
	case last.Canceled:
		r.Status = hub.StatusInterrupted
		r.Reason = "stopped while it ran"
	case last.Error != nil:
		r.Status = hub.StatusError
		r.Error = last.Error
	case last.Skip != "" && failedBefore != nil:
		// What has failed cannot be taken back by a retry that does not run.
		r.Status = hub.StatusError
		r.Error = failedBefore
	case last.Skip != "":
		r.Status = hub.StatusSkipped
		r.Reason = last.Skip
	default:
		r.Status = hub.StatusCompleted
		r.Flaky = failedBefore != nil
		r.Doubtful = last.Doubtful
	}
	return r
}

// neverAllowed are the errors by which an example did not even get to fail: an
// allowance is for a failure that somebody knows, not for not knowing.
var neverAllowed = []hub.ErrorType{
	hub.ErrInvalidMeta, hub.ErrUnreadable, hub.ErrMissingRunner, hub.ErrInternal, hub.ErrNoResult,
}

// judgeAllowance marks an error that does not gate, and says so on one whose
// allowance is over.
func judgeAllowance(r *hub.Result, allow hub.AllowFailure, now time.Time) {
	if r.Status != hub.StatusError || !allow.Allowed || slices.Contains(neverAllowed, r.Error.Type) {
		return
	}
	if allow.Until.Passed(now) {
		e := *r.Error
		e.Message = fmt.Sprintf("%s (this failure was allowed until %s, which is over)", e.Message, allow.Until)
		r.Error = &e
		return
	}
	r.AllowedFailure = &allow
}
