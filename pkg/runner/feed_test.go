package runner

import (
	"context"
	"math/rand/v2"
	"sync"
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

// fed runs the plan of p as a worker of a queue, which is asked for at most some at once.
func fed(ctx context.Context, p *play, some int) hub.Run {
	left := p.plan
	p.Feed = func(ctx context.Context, in *Intake) {
		for len(left) > 0 && ctx.Err() == nil {
			in.Wait(ctx, 1, time.Hour)
			idle, _ := in.Room()
			n := min(max(idle, 1), some, len(left))
			var list []Fed
			for i := range left[:n] {
				list = append(list, Fed{Example: &left[i], Record: &left[i]})
			}
			if !in.Add(list) {
				return
			}
			left = left[n:]
		}
	}
	start := time.Now()
	p.end = Run(ctx, nil, p.Options)
	var rec hub.Recorder
	rec.Add(hub.Event{Type: hub.EventRunStarted, Time: start, Run: &hub.RunHeader{Started: start, Part: &hub.Part{Plan: "p", Total: 1}, Sealed: true, Catalog: len(p.plan)}})
	for _, e := range p.events {
		rec.Add(e)
	}
	rec.Add(hub.Event{Type: hub.EventRunFinished, Time: p.end.Finished, End: &p.end})
	return rec.Run()
}

// A run whose examples come one by one has the results of one that knew them, and keeps
// to the same rules.
func TestAFedRunIsLikeAnother(t *testing.T) {
	for seed := range uint64(100) {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 5))
			n, workers := rng.IntN(30), 1+rng.IntN(5)
			fails := map[string]int{}
			var running, most, alone atomic.Int32
			exec := func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
				now := running.Add(1)
				defer running.Add(-1)
				most.Store(max(most.Load(), now))
				if e.Settings.Exclusive {
					alone.Store(max(alone.Load(), now))
				}
				a := takes(ctx, time.Duration(1+len(e.ID)+e.Index%7)*time.Second, n)
				if n <= fails[e.ID] {
					a.ExitCode, a.Error = 1, &hub.Error{Type: hub.ErrUnknown, Message: "no"}
				}
				return a
			}
			p := newPlay(n, workers, exec)
			p.Ahead = rng.IntN(2) == 0
			for i := range p.plan {
				e := &p.plan[i]
				e.Settings.Exclusive = rng.IntN(6) == 0
				e.Settings.Retries = hub.Retries{Max: rng.IntN(3), Delay: time.Second}
				fails[e.ID] = max(0, rng.IntN(5)-2)
				if rng.IntN(8) == 0 {
					e.Skip = "why"
				}
			}
			run := fed(t.Context(), p, 1+rng.IntN(4))
			require.Empty(t, run.Problems)
			require.Len(t, run.Plan, n)
			plain := newPlay(n, workers, exec)
			plain.plan = p.plan
			want := plain.run(t.Context())
			for i := range run.Results {
				require.Equal(t, want.Results[i].Status, run.Results[i].Status)
				require.Equal(t, len(want.Results[i].Attempts), len(run.Results[i].Attempts))
			}
			require.LessOrEqual(t, int(most.Load()), workers)
			require.LessOrEqual(t, int(alone.Load()), 1, "an exclusive example runs alone")
		})
	}
}

func TestAFedRunThatEndsEarlyTakesNothingMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(40, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if e.Index == 5 {
				return failed(n, hub.ErrUnknown)
			}
			return takes(ctx, time.Second, n)
		})
		p.StopOnError = true
		run := fed(t.Context(), p, 1)
		assert.Equal(t, hub.EndStopOnError, run.End.Reason)
		assert.Less(t, len(run.Plan), 10)
		assert.Empty(t, run.Problems)
	})
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(40, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return takes(ctx, time.Second, n)
		})
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(2500*time.Millisecond, func() { cancel(ErrSignal{Name: "SIGINT"}) })
		run := fed(ctx, p, 1)
		assert.Equal(t, hub.EndInterrupted, run.End.Reason)
		got := statuses(run)
		assert.Equal(t, []int{4, 2}, []int{got[hub.StatusCompleted], got[hub.StatusInterrupted]})
		assert.LessOrEqual(t, got[hub.StatusPending], 1, "taken ahead")
	})
	synctest.Test(t, func(t *testing.T) { // hub lacks something to start one
		p := newPlay(40, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if e.Index == 3 {
				a := failed(n, hub.ErrInternal)
				a.Error.Want = hub.WantLasting
				return a
			}
			return takes(ctx, time.Second, n)
		})
		run := fed(t.Context(), p, 1)
		assert.Equal(t, hub.EndWant, run.End.Reason)
		assert.Less(t, len(run.Plan), 10)
		require.Len(t, run.Problems, 1)
		assert.Contains(t, run.Problems[0].Message, "(e3)")
	})
}

// Setups come with the first example of their group, teardowns at the end, since others
// of the group may come.
func TestGroupsOfAFedRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var order []string
		note := func(what string) {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, what)
		}
		p := newPlay(6, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return takes(ctx, time.Second, n)
		})
		for i := range p.plan {
			p.plan[i].Group = []string{"a", "b"}[i%2]
		}
		p.plan[0].Group, p.plan[2].Group = "a", "a"
		p.Limits = map[string]config.Limit{}
		p.Stages = []string{"a", "b", "c"}
		p.Setup = func(_ context.Context, group string) ([]hub.Step, *hub.Error) {
			note("up " + group)
			if group == "b" {
				return nil, &hub.Error{Type: hub.ErrSetup, Message: "no"}
			}
			return nil, nil
		}
		p.Teardown = func(_ context.Context, group string) []hub.Step {
			note("down " + group)
			return nil
		}
		run := fed(t.Context(), p, 1)
		assert.Len(t, order, 4)
		assert.ElementsMatch(t, []string{"up a", "up b"}, order[:2])
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 3, hub.StatusError: 3}, statuses(run))
	})
}

func TestAnExampleThatIsDeclaredLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(1, 1, func(context.Context, *hub.Example, int, *proc.Turn) hub.Attempt { panic("it runs") })
		p.plan[0].Settings.AllowFailure = hub.AllowFailure{Allowed: true}
		p.Feed = func(_ context.Context, in *Intake) {
			assert.True(t, in.Add([]Fed{{Example: &p.plan[0], Record: &p.plan[0], Previous: hub.StatusCompleted, Failure: &hub.Error{Type: hub.ErrLost, Message: "lost"}}}))
		}
		Run(t.Context(), nil, p.Options)
		require.Len(t, p.events, 2)
		assert.Equal(t, hub.StatusCompleted, p.events[0].Previous)
		assert.Equal(t, hub.ErrLost, p.events[1].Result.Error.Type)
		assert.Nil(t, p.events[1].Result.AllowedFailure)
	})
}
