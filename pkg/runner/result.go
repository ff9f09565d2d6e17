package runner

import "github.com/seed-00a9b34c/hub/pkg/hub"

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
		r.Reason = "stopped while running"
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
