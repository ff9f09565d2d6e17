package submit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/engine"
)

// cancel cancels what is open, and waits until it has ended if what it recorded so far
// is to be merged. The error is that of the journal.
func (s *submission) cancel(ctx context.Context, wait bool) error {
	ctx, done := context.WithTimeout(ctx, cancelTime)
	defer done()
	var failed error
	for _, b := range s.open {
		if b.settled != nil && !slices.Contains(b.settled, false) {
			continue
		}
		if b.job == "" { // it may have been handed in all the same
			b.job, _ = s.Queue.Find(ctx, s.engineBatch(b))
		}
		if b.job == "" {
			continue
		}
		if err := s.Queue.Cancel(ctx, s.engineBatch(b), b.job); err != nil {
			failed = fmt.Errorf("cancelling %s: %w; cancel it yourself", s.named(b.job, b), err)
			s.Say("%v", failed)
			continue
		}
		s.Say("cancelled %s", s.named(b.job, b))
	}
	if wait {
		s.settle(ctx)
	}
	if failed != nil { // a later hub takes the round up
		return nil
	}
	s.open = nil
	return s.add(entry{Type: entryCancelled, Round: s.round})
}

// settle waits until the engine says that what was cancelled has ended.
func (s *submission) settle(ctx context.Context) {
	for _, b := range s.open {
		for b.job != "" {
			states, err := s.Queue.States(ctx, s.engineBatch(b), b.job)
			if err != nil || !slices.ContainsFunc(slices.Collect(maps.Values(states)), func(t engine.State) bool { return t.Phase != engine.Ended }) {
				break
			}
			if pause(ctx, s.Poll) != nil {
				return
			}
		}
	}
}

// cancelTime bounds how long cancelling takes: people wait for it, after Ctrl-C.
const cancelTime = time.Minute
