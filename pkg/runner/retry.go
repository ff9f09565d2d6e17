package runner

import (
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// retryDelay says whether the attempt is to be repeated and after how long.
func retryDelay(r hub.Retries, a *hub.Attempt) (time.Duration, bool) {
	if a.Error == nil || a.Number > r.Max {
		return 0, false
	}
	if len(r.Only) > 0 && !slices.Contains(r.Only, a.Error.Type) {
		return 0, false
	}
	if slices.Contains(r.Except, a.Error.Type) {
		return 0, false
	}
	delay := r.Delay
	if r.Backoff != hub.BackoffConstant {
		for range a.Number - 1 {
			delay *= 2
			if delay <= 0 || (r.MaxDelay > 0 && delay >= r.MaxDelay) {
				delay = r.MaxDelay
				break
			}
		}
	}
	if r.MaxDelay > 0 {
		delay = min(delay, r.MaxDelay)
	}
	return delay, true
}
