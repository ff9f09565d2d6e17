package runner

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// aheadPlay is a plan on two workers whose examples take the times of took, in
// milliseconds, and whose turns come as with supervisor processes; late is how long
// hub takes to read that one has ended. began and followed say when each began, and
// from when on somebody followed it.
func aheadPlay(took []int, late map[string]time.Duration) (p *play, began, followed map[string]time.Time) {
	p = newPlay(len(took), 2, nil)
	p.Ahead = true
	began, followed = map[string]time.Time{}, map[string]time.Time{}
	var d desk
	p.Exec = func(ctx context.Context, e *hub.Example, n int, turn *proc.Turn) hub.Attempt {
		note := func(at map[string]time.Time) {
			d.mu.Lock()
			defer d.mu.Unlock()
			at[e.ID] = time.Now()
		}
		length := time.Duration(took[e.Index-1]) * time.Millisecond
		a, made := d.exec(ctx, &request{turn: turn, goOn: true, late: late[e.ID], followed: func() { note(followed) }, process: func() hub.Attempt {
			note(began)
			a := takes(ctx, length, n)
			a.Seconds = Seconds(length)
			return a
		}})
		if !made {
			return hub.Attempt{Number: n, ExitCode: -1, Canceled: true}
		}
		return a
	}
	return p, began, followed
}

// What runs already is followed at once, however long the next preparation takes:
// what it prints has to be read.
func TestASlowPreparationHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, followed := aheadPlay([]int{10, 15, 50, 50, 10, 10, 10, 10}, nil)
		slowest := map[string]time.Time{}
		var mu sync.Mutex
		p.Fingerprint = func(_ context.Context, e *hub.Example) (string, []string, error) {
			if e.ID == "e5" || e.ID == "e6" {
				mu.Lock()
				slowest[e.ID] = time.Now()
				mu.Unlock()
				time.Sleep(time.Minute)
			}
			return e.ID, nil, nil
		}
		start := time.Now()
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 8}, statuses(run))
		assert.Less(t, followed["e3"].Sub(start), time.Second)
		assert.Less(t, followed["e4"].Sub(start), time.Second)
		assert.Less(t, slowest["e5"].Sub(start), time.Second, "nothing was prepared early")
	})
}

// No example is started with a fingerprint that is older than it may be.
func TestAPreparationGoesStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began, _ := aheadPlay([]int{10, 10, 60_000, 60_000, 10, 10}, nil)
		prints := map[string][]time.Time{}
		var mu sync.Mutex
		p.Fingerprint = func(_ context.Context, e *hub.Example) (string, []string, error) {
			mu.Lock()
			defer mu.Unlock()
			prints[e.ID] = append(prints[e.ID], time.Now())
			return e.ID, nil, nil
		}
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 6}, statuses(run))
		again := 0
		for id, at := range began {
			last := prints[id][len(prints[id])-1]
			assert.LessOrEqual(t, at.Sub(last), 2*patience, id)
			again += len(prints[id]) - 1
		}
		assert.Positive(t, again, "nothing waited for too long")
	})
}

// What a result depends on is what it was before the first attempt, however long
// another waits for its turn.
func TestARetryKeepsItsFingerprint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := aheadPlay([]int{10, 10, 60_000, 60_000}, nil)
		p.plan[0].Settings.Retries = hub.Retries{Max: 1, Delay: 20 * time.Millisecond}
		exec := p.Exec
		early := false
		p.Exec = func(ctx context.Context, e *hub.Example, n int, turn *proc.Turn) hub.Attempt {
			if n > 1 && turn.Wait != nil {
				early = true
			}
			a := exec(ctx, e, n, turn)
			if e.ID == "e1" && n == 1 {
				a.Error = &hub.Error{Type: hub.ErrUnknown, Message: "no"}
			}
			return a
		}
		prints := map[string]int{}
		var mu sync.Mutex
		p.Fingerprint = func(_ context.Context, e *hub.Example) (string, []string, error) {
			mu.Lock()
			defer mu.Unlock()
			prints[e.ID]++
			return e.ID, nil, nil
		}
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 4}, statuses(run))
		assert.True(t, early, "the retry was not prepared early")
		assert.Equal(t, 1, prints["e1"])
	})
}

// What lacks something while another works is prepared again when a worker is free,
// and then so is everything else: one failed start for each worker is enough.
func TestALackEndsPreparingEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := aheadPlay([]int{10, 15, 10, 15, 10, 15, 10, 15}, nil)
		var early atomic.Int32
		exec := p.Exec
		p.Exec = func(ctx context.Context, e *hub.Example, n int, turn *proc.Turn) hub.Attempt {
			if turn.Wait != nil {
				early.Add(1)
				time.Sleep(time.Millisecond)
				return hub.Attempt{Number: n, ExitCode: -1, Error: &hub.Error{Type: hub.ErrInternal, Message: "no room", Want: hub.WantNow}}
			}
			return exec(ctx, e, n, turn)
		}
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 8}, statuses(run))
		assert.Positive(t, early.Load())
		assert.LessOrEqual(t, early.Load(), int32(2))
	})
}

// What has waited for too long may run already, one after the other in the place of
// one whose end hub has not read. Whoever is resumed first must not keep the others
// from being followed, for whose end it waits.
func TestWhatWaitedTooLongIsFollowedInAnyOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// The fifth is chosen before the sixth and prepared after it. Both are taken
		// after the third, before the fourth ends and finds that they wait for too long.
		p, _, followed := aheadPlay([]int{5, 8, 40, 135, 10, 10}, map[string]time.Duration{"e3": 400 * time.Millisecond})
		p.Fingerprint = func(_ context.Context, e *hub.Example) (string, []string, error) {
			if e.ID == "e5" {
				time.Sleep(30 * time.Millisecond)
			}
			return e.ID, nil, nil
		}
		defer time.AfterFunc(time.Minute, func() { panic("the run does not end") }).Stop()
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 6}, statuses(run))
		assert.False(t, followed["e5"].Before(followed["e6"]), "the order that this is about")
	})
}

// A run may be stopped when an attempt has waited for too long, and nobody has put it
// back yet: that is resumed once.
func TestAStopMeetsAWaitThatIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, _ := aheadPlay([]int{10, 10, 60_000, 60_000, 10, 10}, nil)
		ctx, cancel := context.WithCancel(t.Context())
		defer time.AfterFunc(patience+patience/2, cancel).Stop()
		run := p.run(ctx)
		assert.Equal(t, 2, statuses(run)[hub.StatusCompleted])
		assert.Equal(t, hub.EndInterrupted, p.end.Reason)
	})
}
