package runner

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// storm is a random plan under random options, all of them at once.
func storm(rng *rand.Rand) *play {
	groups := []string{"", "a", "b", "c"}
	p := newPlay(rng.IntN(40), 1+rng.IntN(6), nil)
	maybe := func(n int) int { // 0 as often as not
		if rng.IntN(2) == 0 {
			return 0
		}
		return 1 + rng.IntN(n)
	}
	p.StopOnError, p.FlakyFails = rng.IntN(10) == 0, rng.IntN(3) == 0
	p.MaxFailures, p.MaxRetries = maybe(10), maybe(20)
	p.Deadline = time.Duration(maybe(600)-maybe(2)/2) * time.Second
	p.Limits = map[string]config.Limit{
		"one":   {Concurrent: 1, BreakAfter: maybe(4)},
		"rated": {Rate: config.Rate{Count: 1 + rng.IntN(4), Per: time.Minute}, BreakAfter: maybe(4)},
	}
	p.Stages = groups[1 : 1+rng.IntN(4)]
	kinds := []hub.ErrorType{hub.ErrNetwork, hub.ErrNetwork, hub.ErrUnknown, hub.ErrTimeout, hub.ErrMissingRunner}
	for i := range p.plan {
		e := &p.plan[i]
		e.Group = groups[rng.IntN(len(groups))]
		e.Settings.Limit = []string{"", "one", "rated"}[rng.IntN(3)]
		e.Settings.Exclusive = rng.IntN(12) == 0
		e.Settings.AllowFailure = hub.AllowFailure{Allowed: rng.IntN(4) == 0}
		e.Settings.Retries = hub.Retries{Max: rng.IntN(3), Delay: time.Duration(rng.IntN(20)) * time.Second, Jitter: 0.5}
		switch rng.IntN(15) {
		case 0:
			e.Skip = "why"
		case 1:
			e.Invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: "broken"}
		}
	}
	seed := rng.Uint64()
	p.Exec = func(ctx context.Context, e *hub.Example, n int, turn *proc.Turn) hub.Attempt {
		own := rand.New(rand.NewPCG(seed, uint64(e.Index*10+n)))
		d := time.Duration(own.IntN(30)) * time.Second
		if own.IntN(3) > 0 {
			d /= 300 // soon enough for others to be prepared early
		}
		a := takes(ctx, d, n)
		a.Seconds = Seconds(d)
		if !a.Canceled && own.IntN(3) == 0 {
			a.ExitCode, a.Error = 1, &hub.Error{Type: kinds[own.IntN(len(kinds))], Message: "no"}
		}
		return a
	}
	return p
}

// Whatever is asked for at once, and whenever a signal comes: the run ends, the
// log tells each example in order, what was set up is taken down, and the bound
// on workers holds.
func TestAnyPlanUnderAnyOptionsEnds(t *testing.T) {
	reasons := map[hub.EndReason]int{}
	var d desk
	for seed := range uint64(800) {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 5))
			p := storm(rng)
			var busy, most, inside atomic.Int32
			work := func() func() {
				most.Store(max(most.Load(), busy.Add(1)))
				return func() { busy.Add(-1) }
			}
			exec := p.Exec
			p.Ahead = rng.IntN(4) > 0
			var starts atomic.Int32
			scarce := max(0, int32(rng.IntN(40))-30) // of so many starts one fails for want of hub's; 0: none
			wants := []hub.Want{hub.WantNow, hub.WantNow, hub.WantNow, hub.WantNow, hub.WantRoom, hub.WantLasting}
			p.Exec = func(ctx context.Context, e *hub.Example, n int, turn *proc.Turn) hub.Attempt {
				own := rand.New(rand.NewPCG(seed, uint64(e.Index*20+n)))
				if own.IntN(10) == 0 {
					return hub.Attempt{Number: n, ExitCode: -1, Error: &hub.Error{Type: hub.ErrMissingRunner, Message: "no program"}}
				}
				if scarce > 0 && starts.Add(1)%scarce == 0 {
					return hub.Attempt{Number: n, ExitCode: -1, Error: &hub.Error{Type: hub.ErrInternal, Message: "no room", Want: wants[own.IntN(len(wants))]}}
				}
				time.Sleep(time.Duration(own.IntN(20)) * time.Millisecond)
				late := time.Duration(own.IntN(4)/3*own.IntN(200)) * time.Millisecond
				a, made := d.exec(ctx, &request{turn: turn, goOn: own.IntN(4) > 0, late: late, process: func() hub.Attempt {
					defer work()()
					return exec(ctx, e, n, turn)
				}})
				if !made {
					return hub.Attempt{Number: n, ExitCode: -1, Canceled: true}
				}
				return a
			}
			up, down := map[string]*atomic.Int32{}, map[string]*atomic.Int32{}
			for _, g := range p.Stages {
				up[g], down[g] = &atomic.Int32{}, &atomic.Int32{}
			}
			p.Setup = func(ctx context.Context, group string) ([]hub.Step, *hub.Error) {
				defer work()()
				up[group].Add(1)
				own := rand.New(rand.NewPCG(seed, uint64(group[0])))
				takes(ctx, time.Duration(own.IntN(10))*time.Second, 1)
				if own.IntN(3) == 0 {
					return []hub.Step{{Phase: hub.PhaseSetup, Group: group}}, &hub.Error{Type: hub.ErrSetup, Message: "no"}
				}
				return []hub.Step{{Phase: hub.PhaseSetup, Group: group}}, nil
			}
			p.Teardown = func(ctx context.Context, group string) []hub.Step {
				down[group].Add(1)
				takes(ctx, time.Duration(group[0]-'a')*time.Second, 1)
				return []hub.Step{{Phase: hub.PhaseTeardown, Group: group}}
			}
			alone := func(f func()) {
				assert.EqualValues(t, 1, inside.Add(1), "two observers at once")
				f()
				inside.Add(-1)
			}
			p.Observe = func(e ...hub.Event) { alone(func() { p.events = append(p.events, e...) }) }
			p.Tick = func(time.Time) { alone(func() {}) }
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			if rng.IntN(3) == 0 {
				after := time.Duration(rng.IntN(400_000)>>rng.IntN(12)) * time.Millisecond
				go func() {
					select {
					case <-time.After(after):
						cancel(ErrSignal{Name: "SIGINT"})
					case <-ctx.Done():
					}
				}()
			}
			run := p.run(ctx)
			reasons[p.end.Reason]++
			assert.Zero(t, busy.Load(), "seed %d: something runs still", seed)
			assert.LessOrEqual(t, int(most.Load()), p.Workers, "seed %d", seed)
			for _, g := range p.Stages {
				assert.LessOrEqual(t, up[g].Load(), int32(1), "seed %d", seed)
				assert.Equal(t, up[g].Load(), down[g].Load(), "seed %d: group %s", seed, g)
			}
			checkLog(t, p, seed)
			for i, r := range run.Results {
				if p.end.Reason == hub.EndFinished {
					assert.True(t, r.Ended() && r.Status != hub.StatusInterrupted, "seed %d: %s is %s", seed, r.ID, r.Status)
				}
				if r.Status == hub.StatusCompleted {
					assert.Nil(t, r.Last().Error, "seed %d: %s", seed, p.plan[i].ID)
				}
			}
			cancel(nil)
			synctest.Wait() // no goroutine is left
		})
		if t.Failed() {
			return
		}
	}
	assert.Greater(t, d.taken, 100, "few took the place of others")
	assert.Greater(t, d.over, 100, "few waited for too long")
	for _, reason := range []hub.EndReason{hub.EndFinished, hub.EndDeadline, hub.EndMaxFailures, hub.EndStopOnError, hub.EndInterrupted, hub.EndWant} {
		assert.Greater(t, reasons[reason], 10, "%s: the plans are too easy to show anything", reason)
	}
}

// checkLog says whether the events tell each example once and in order, by times
// that do not go back.
func checkLog(t *testing.T, p *play, seed uint64) {
	t.Helper()
	started, attempts, finished := map[string]int{}, map[string]int{}, map[string]int{}
	var last time.Time
	for i, e := range p.events {
		require.False(t, e.Time.Before(last), "seed %d: event %d goes back in time", seed, i)
		last = e.Time
		switch e.Type {
		case hub.EventExampleStarted:
			started[e.ID]++
			require.Zero(t, finished[e.ID]+attempts[e.ID], "seed %d: %s", seed, e.ID)
		case hub.EventExampleDeferred:
			started[e.ID]--
			require.Zero(t, started[e.ID]+finished[e.ID]+attempts[e.ID], "seed %d: %s", seed, e.ID)
		case hub.EventAttemptFinished:
			attempts[e.ID]++
			require.Equal(t, 1, started[e.ID], "seed %d: %s", seed, e.ID)
			require.Equal(t, attempts[e.ID], e.Attempt.Number, "seed %d: %s", seed, e.ID)
			require.Zero(t, finished[e.ID], "seed %d: %s", seed, e.ID)
		case hub.EventExampleFinished:
			finished[e.ID]++
			require.Equal(t, 1, finished[e.ID], "seed %d: %s", seed, e.ID)
			require.Len(t, e.Result.Attempts, attempts[e.ID], "seed %d: %s", seed, e.ID)
		}
	}
	for id, n := range started {
		require.Equal(t, n, finished[id], "seed %d: %s was started and has no result", seed, id)
	}
}
