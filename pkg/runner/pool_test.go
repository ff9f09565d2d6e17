package runner

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
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

// play runs a plan against made-up attempts in a bubble of fake time.
type play struct {
	Options
	plan   []hub.Example
	events []hub.Event
	end    hub.RunEnd
}

func newPlay(n, workers int, exec Exec) *play {
	p := &play{}
	for i := range n {
		p.plan = append(p.plan, hub.Example{Index: i + 1, ID: fmt.Sprintf("e%d", i+1), Path: fmt.Sprintf("e%d.sh", i+1), Settings: &hub.Settings{}})
	}
	p.Workers, p.Exec, p.Now = workers, exec, time.Now
	p.Observe = func(e ...hub.Event) { p.events = append(p.events, e...) }
	return p
}

func (p *play) run(ctx context.Context) hub.Run {
	start := time.Now()
	p.end = Run(ctx, hub.Pointers(p.plan), p.Options)
	var rec hub.Recorder
	rec.Add(hub.Event{Type: hub.EventRunStarted, Time: start, Run: &hub.RunHeader{Started: start, Plan: p.plan, Catalog: len(p.plan)}})
	for _, e := range p.events {
		rec.Add(e)
	}
	rec.Add(hub.Event{Type: hub.EventRunFinished, Time: p.end.Finished, End: &p.end})
	return rec.Run()
}

func statuses(r hub.Run) map[hub.Status]int {
	out := map[hub.Status]int{}
	for _, res := range r.Results {
		out[res.Status]++
	}
	return out
}

// takes makes an attempt that passes after d, unless it is cancelled before.
func takes(ctx context.Context, d time.Duration, number int) hub.Attempt {
	a := hub.Attempt{Number: number, Started: time.Now()}
	select {
	case <-time.After(d):
	case <-ctx.Done():
		a.Canceled = true
	}
	a.Seconds = Seconds(time.Since(a.Started))
	return a
}

func failed(number int, t hub.ErrorType) hub.Attempt {
	return hub.Attempt{Number: number, ExitCode: 1, Error: &hub.Error{Type: t, Message: "no"}}
}

func TestEveryExampleRunsOnceWithinTheBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		p := newPlay(50, 7, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			return takes(ctx, time.Second, n)
		})
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 50}, statuses(run))
		assert.Equal(t, hub.VerdictGood, run.Verdict())
		assert.EqualValues(t, 7, most.Load())
		assert.InDelta(t, 8, run.Seconds(), 0.01, "50 examples of 1 s on 7 workers")
	})
}

func TestSkippedAndInvalidNeverGetAProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(3, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			assert.Equal(t, "e3", e.ID)
			return takes(ctx, 0, n)
		})
		p.plan[0].Skip = "why"
		p.plan[1].Invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: "broken"}
		run := p.run(t.Context())
		assert.Equal(t, "why", run.Results[0].Reason)
		assert.Equal(t, hub.ErrInvalidMeta, run.Results[1].Error.Type)
		assert.Equal(t, hub.VerdictFailed, run.Verdict())
	})
}

func TestRetries(t *testing.T) {
	retries := hub.Retries{Max: 2, Delay: time.Second, Backoff: hub.BackoffExponential, Except: []hub.ErrorType{hub.ErrAuth}}
	for _, tc := range []struct {
		name     string
		failures int
		kind     hub.ErrorType
		attempts int
		status   hub.Status
		flaky    bool
		seconds  float64
	}{
		{"passes at once", 0, hub.ErrUnknown, 1, hub.StatusCompleted, false, 0},
		{"passes at the last attempt", 2, hub.ErrUnknown, 3, hub.StatusCompleted, true, 3},
		{"never passes", 9, hub.ErrUnknown, 3, hub.StatusError, false, 3},
		{"a type that is not retried", 1, hub.ErrAuth, 1, hub.StatusError, false, 0},
		{"what cannot change is not retried", 1, hub.ErrMissingRunner, 1, hub.StatusError, false, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlay(1, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
					if n <= tc.failures {
						return failed(n, tc.kind)
					}
					return takes(ctx, 0, n)
				})
				p.plan[0].Settings.Retries = retries
				run := p.run(t.Context())
				r := run.Results[0]
				assert.Len(t, r.Attempts, tc.attempts)
				assert.Equal(t, tc.status, r.Status)
				assert.Equal(t, tc.flaky, r.Flaky)
				assert.InDelta(t, tc.seconds, run.Seconds(), 0.01)
			})
		})
	}
}

func TestARetryThatSkipsItselfTakesNoFailureBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(1, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if n == 1 {
				return failed(n, hub.ErrNetwork)
			}
			return hub.Attempt{Number: n, ExitCode: SkipCode, Skip: "not now"}
		})
		p.plan[0].Settings.Retries = hub.Retries{Max: 1}
		run := p.run(t.Context())
		assert.Equal(t, hub.StatusError, run.Results[0].Status)
		assert.Equal(t, hub.ErrNetwork, run.Results[0].Error.Type)
	})
}

func TestARetryWaitsWithoutAWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(2, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if e.ID == "e1" && n == 1 {
				return failed(n, hub.ErrNetwork)
			}
			return takes(ctx, 10*time.Second, n)
		})
		p.plan[0].Settings.Retries = hub.Retries{Max: 1, Delay: 5 * time.Second}
		run := p.run(t.Context())
		assert.Equal(t, hub.VerdictGood, run.Verdict())
		assert.InDelta(t, 20, run.Seconds(), 0.01, "e2 runs while e1 waits")
	})
}

func TestStopOnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(10, 3, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if e.ID == "e2" {
				time.Sleep(time.Second)
				return failed(n, hub.ErrUnknown)
			}
			return takes(ctx, time.Hour, n)
		})
		p.StopOnError = true
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusError: 1, hub.StatusInterrupted: 2, hub.StatusPending: 7}, statuses(run))
		assert.Equal(t, hub.EndStopOnError, run.End.Reason)
		assert.Equal(t, hub.VerdictFailed, run.Verdict())
	})
}

func TestAnAllowedFailureStopsNothingUntilItsDay(t *testing.T) {
	for until, want := range map[hub.Date]hub.Verdict{"2000-01-01": hub.VerdictGood, "1999-12-31": hub.VerdictFailed, "": hub.VerdictGood} {
		synctest.Test(t, func(t *testing.T) { // the bubble's clock starts at midnight UTC 2000-01-01
			p := newPlay(3, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
				if e.ID == "e1" {
					return failed(n, hub.ErrUnknown)
				}
				return takes(ctx, 0, n)
			})
			p.Now = func() time.Time { return time.Now().UTC() }
			p.StopOnError = true
			p.plan[0].Settings.AllowFailure = hub.AllowFailure{Allowed: true, Until: until}
			run := p.run(t.Context())
			assert.Equal(t, want, run.Verdict(), "until %s", until)
			if want == hub.VerdictFailed {
				assert.Contains(t, run.Results[0].Error.Message, "which is over")
			}
		})
	}
}

func TestWhatCouldNotFailIsNotAllowedTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(2, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return failed(n, hub.ErrMissingRunner)
		})
		for i := range p.plan {
			p.plan[i].Settings.AllowFailure.Allowed = true
		}
		p.plan[0].Invalid = &hub.Error{Type: hub.ErrInvalidMeta, Message: "broken"}
		run := p.run(t.Context())
		assert.Equal(t, hub.VerdictFailed, run.Verdict())
		assert.Zero(t, run.Counts().AllowedFailure)
	})
}

func TestMaxFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(10, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return failed(n, hub.ErrUnknown)
		})
		p.MaxFailures = 3
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusError: 3, hub.StatusPending: 7}, statuses(run))
		assert.Equal(t, hub.EndMaxFailures, run.End.Reason)
	})
}

func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(3, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return takes(ctx, time.Minute, n)
		})
		p.Deadline = 90 * time.Second
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 1, hub.StatusInterrupted: 1, hub.StatusPending: 1}, statuses(run))
		assert.Equal(t, hub.EndDeadline, run.End.Reason)
		assert.Equal(t, hub.VerdictFailed, run.Verdict())
	})
}

func TestASignalInterrupts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		p := newPlay(4, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return takes(ctx, time.Minute, n)
		})
		p.plan[1].Settings.Retries = hub.Retries{Max: 1, Delay: time.Hour}
		exec := p.Exec
		p.Exec = func(ctx context.Context, e *hub.Example, n int, turn *proc.Turn) hub.Attempt {
			if e.ID == "e2" {
				return failed(n, hub.ErrNetwork)
			}
			return exec(ctx, e, n, turn)
		}
		time.AfterFunc(90*time.Second, func() { cancel(ErrSignal{Name: "SIGTERM"}) })
		run := p.run(ctx)
		assert.Equal(t, hub.VerdictInterrupted, run.Verdict())
		assert.Equal(t, "SIGTERM", run.End.Signal)
		got := []hub.Status{}
		for _, r := range run.Results {
			got = append(got, r.Status)
		}
		assert.Equal(t, []hub.Status{hub.StatusCompleted, hub.StatusInterrupted, hub.StatusCompleted, hub.StatusInterrupted}, got)
		assert.Equal(t, "stopped before its next attempt", run.Results[1].Reason)
		assert.Len(t, run.Results[1].Attempts, 1, "the failed attempt is kept")
	})
}

func TestACancelledContextStartsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(ErrSignal{Name: "SIGINT"})
		p := newPlay(3, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			t.Error("started")
			return hub.Attempt{}
		})
		run := p.run(ctx)
		assert.Equal(t, map[hub.Status]int{hub.StatusPending: 3}, statuses(run))
		assert.Equal(t, "SIGINT", run.End.Signal)
	})
}

func TestLimitsHoldAndNoWorkerIdles(t *testing.T) {
	for seed := range uint64(30) {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 1))
			var mu sync.Mutex
			running := map[string]int{}
			alone := 0
			var starts []time.Time
			var p *play
			p = newPlay(60, 1+rng.IntN(6), func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
				mu.Lock()
				running["all"]++
				running[e.Settings.Limit]++
				if e.Settings.Exclusive {
					alone++
				}
				assert.LessOrEqual(t, running["all"], p.Workers)
				assert.LessOrEqual(t, running["two"], 2)
				assert.True(t, alone == 0 || running["all"] == 1, "an exclusive example has company")
				if e.Settings.Limit == "rated" {
					starts = append(starts, time.Now())
				}
				mu.Unlock()
				d := time.Duration(1+int(*e.Order)) * time.Second
				a := takes(ctx, d, n)
				mu.Lock()
				running["all"]--
				running[e.Settings.Limit]--
				if e.Settings.Exclusive {
					alone--
				}
				mu.Unlock()
				return a
			})
			p.Limits = map[string]config.Limit{
				"two":   {Concurrent: 2},
				"rated": {Rate: config.Rate{Count: 3, Per: time.Minute}},
			}
			for i := range p.plan {
				p.plan[i].Settings.Limit = []string{"", "", "two", "rated"}[rng.IntN(4)]
				p.plan[i].Settings.Exclusive = rng.IntN(12) == 0
				order := float64(rng.IntN(20))
				p.plan[i].Order = &order
			}
			run := p.run(t.Context())
			require.Equal(t, hub.VerdictGood, run.Verdict())
			for i := 3; i < len(starts); i++ {
				assert.GreaterOrEqual(t, starts[i].Sub(starts[i-3]), time.Minute, "more than 3 starts a minute")
			}
		})
	}
}

func TestWorkersAreKeptBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(8, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return takes(ctx, time.Second, n)
		})
		p.Limits = map[string]config.Limit{"one": {Concurrent: 1}}
		for i := range 4 { // the first four of the plan may only run one by one
			p.plan[i].Settings.Limit = "one"
		}
		run := p.run(t.Context())
		assert.InDelta(t, 4, run.Seconds(), 0.01, "the others fill the second worker")
	})
}

func TestEventsTellEachExampleInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(20, 4, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if n == 1 && e.Index%3 == 0 {
				return failed(n, hub.ErrNetwork)
			}
			return takes(ctx, time.Duration(e.Index)*time.Millisecond, n)
		})
		for i := range p.plan {
			p.plan[i].Settings.Retries = hub.Retries{Max: 1}
		}
		p.run(t.Context())
		seen := map[string][]hub.EventType{}
		for _, e := range p.events {
			seen[e.ID] = append(seen[e.ID], e.Type)
		}
		for _, e := range p.plan {
			want := []hub.EventType{hub.EventExampleStarted, hub.EventAttemptFinished, hub.EventExampleFinished}
			if e.Index%3 == 0 {
				want = slices.Insert(want, 1, hub.EventAttemptFinished)
			}
			assert.Equal(t, want, seen[e.ID], e.ID)
		}
	})
}

func TestRetryDelay(t *testing.T) {
	r := hub.Retries{Max: 100, Delay: time.Second, MaxDelay: 10 * time.Second}
	var got []time.Duration
	for n := 1; n <= 6; n++ {
		a := failed(n, hub.ErrUnknown)
		d, ok := retryDelay(r, "a", &a)
		require.True(t, ok)
		got = append(got, d)
	}
	assert.Equal(t, []time.Duration{1e9, 2e9, 4e9, 8e9, 10e9, 10e9}, got)
	late := failed(90, hub.ErrUnknown)
	d, _ := retryDelay(r, "a", &late)
	assert.Equal(t, 10*time.Second, d, "no overflow")
	r.MaxDelay = 0
	d, _ = retryDelay(r, "a", &late)
	assert.Positive(t, d, "no overflow without a bound")
	r.Backoff = hub.BackoffConstant
	d, _ = retryDelay(r, "a", &late)
	assert.Equal(t, time.Second, d)
}
