package runner

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// unmade is an attempt that was not made for want of hub's.
func unmade(e *hub.Example, n int) hub.Attempt {
	return hub.Attempt{Number: n, ExitCode: -1, Error: lacking(e, fmt.Errorf("starting %s: too many open files; raise ulimit -n", e.ID))}
}

// scarce makes attempts of which no more than so many can run at a time.
func scarce(most int32, now, failures *atomic.Int32) Exec {
	return func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
		defer now.Add(-1)
		if now.Add(1) > most {
			failures.Add(1)
			return unmade(e, n)
		}
		return takes(ctx, time.Second, n)
	}
}

func TestWantOfHubsLowersTheWorkers(t *testing.T) {
	for _, tc := range []struct{ workers, most, failures int }{
		{8, 8, 0}, {8, 5, 3}, {8, 1, 7}, {2, 1, 1},
	} {
		t.Run(fmt.Sprint(tc), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var now, failures atomic.Int32
				p := newPlay(50, tc.workers, scarce(int32(tc.most), &now, &failures))
				var fewer []int
				p.Fewer = func(most int, why string) {
					fewer = append(fewer, most)
					assert.Contains(t, why, "too many open files")
				}
				run := p.run(t.Context())
				assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 50}, statuses(run))
				assert.Equal(t, hub.VerdictGood, run.Verdict())
				assert.Empty(t, run.Problems)
				assert.LessOrEqual(t, int(failures.Load()), tc.failures, "each start that failed lowers the bound")
				if tc.most == tc.workers {
					assert.Empty(t, fewer)
				} else {
					assert.Equal(t, []int{tc.most}, fewer, "one note")
				}
				for _, r := range run.Results {
					assert.Len(t, r.Attempts, 1)
				}
			})
		})
	}
}

// TestWantOfHubsPasses: with nothing beside it a start is tried again, and a want
// that is over leaves no trace in the run.
func TestWantOfHubsPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		tries := 0
		p := newPlay(3, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			tries++
			if e.ID == "e2" && time.Since(begin) < 4*time.Second {
				return unmade(e, n)
			}
			return takes(ctx, time.Second, n)
		})
		run := p.run(t.Context())
		assert.Equal(t, hub.VerdictGood, run.Verdict())
		assert.Equal(t, hub.EndFinished, run.End.Reason)
		assert.Less(t, tries, 20, "pauses grow")
		assert.Empty(t, run.Problems)
		assert.Equal(t, 1, run.Results[1].Attempts[0].Number)
	})
}

// TestWhatCannotBeStartedHasNoResult: it is pending, which changes no status; all
// else runs, the run has one problem, and takes no longer for a hundred of them
// than for one.
func TestWhatCannotBeStartedHasNoResult(t *testing.T) {
	for name, none := range map[string]func(*hub.Example) bool{
		"one":     func(e *hub.Example) bool { return e.ID == "e7" },
		"most":    func(e *hub.Example) bool { return e.Index > 5 },
		"nothing": func(*hub.Example) bool { return true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPlay(100, 4, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
					if none(e) {
						return unmade(e, n)
					}
					return takes(ctx, time.Millisecond, n)
				})
				run := p.run(t.Context())
				assert.Equal(t, hub.EndWant, run.End.Reason)
				assert.Equal(t, hub.VerdictTrouble, run.Verdict())
				require.Len(t, run.Problems, 1)
				assert.Equal(t, hub.ProblemWant, run.Problems[0].Kind)
				assert.Contains(t, run.Problems[0].Message, "too many open files; raise ulimit -n")
				assert.Less(t, run.Seconds(), 3*want.Patience.Seconds())
				for i, r := range run.Results {
					if none(&run.Plan[i]) {
						assert.Equal(t, hub.StatusPending, r.Status, r.ID)
						assert.Nil(t, r.Error)
						assert.Empty(t, r.Attempts)
						assert.Contains(t, r.Reason, "hub lacked")
					} else {
						assert.Equal(t, hub.StatusCompleted, r.Status, r.ID)
					}
				}
			})
		})
	}
}

// TestARetryThatCannotBeStarted: the failed attempt before it counts as it does
// when a run ends between two attempts.
func TestARetryThatCannotBeStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(1, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if n == 1 {
				return failed(n, hub.ErrNetwork)
			}
			return unmade(e, n)
		})
		p.plan[0].Settings.Retries = hub.Retries{Max: 1}
		run := p.run(t.Context())
		assert.Equal(t, hub.StatusInterrupted, run.Results[0].Status)
		assert.Len(t, run.Results[0].Attempts, 1)
		assert.Equal(t, hub.VerdictTrouble, run.Verdict())
	})
}

// TestWantThatLasts is not waited for, and takes no worker from the others.
func TestWantThatLasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(20, 4, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			if e.Index%2 == 0 {
				a := unmade(e, n)
				a.Error.Want = hub.WantLasting
				return a
			}
			return takes(ctx, time.Second, n)
		})
		p.Fewer = func(int, string) { t.Error("fewer workers change nothing about it") }
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 10, hub.StatusPending: 10}, statuses(run))
		assert.InDelta(t, 3, run.Seconds(), 0.01)
	})
}

// TestAnInterruptWhileHubLacksSomething: what waits for it was never started, and
// so is not interrupted.
func TestAnInterruptWhileHubLacksSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(5, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt { return unmade(e, n) })
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(ErrSignal{Name: "SIGINT"}) })
		run := p.run(ctx)
		assert.Equal(t, hub.VerdictInterrupted, run.Verdict())
		assert.Equal(t, map[hub.Status]int{hub.StatusPending: 5}, statuses(run))
		assert.InDelta(t, 1, run.Seconds(), 0.01)
		for i := range p.events { // and neither is it when hub is killed at any moment
			var rec hub.Recorder
			rec.Add(hub.Event{Type: hub.EventRunStarted, Run: &hub.RunHeader{Plan: p.plan}})
			for _, e := range p.events[:i] {
				rec.Add(e)
			}
			texts, count := rec.Damage()
			assert.Zero(t, count, texts)
			assert.LessOrEqual(t, len(rec.Unfinished()), 2, "no more than are being started")
		}
	})
}

// TestTheSetupOfAGroupLacksSomething: its examples have no result, others do.
func TestTheSetupOfAGroupLacksSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlay(6, 2, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return takes(ctx, time.Second, n)
		})
		for i := range 3 {
			p.plan[i].Group = "g"
		}
		p.Stages = []string{"g"}
		p.Setup = func(context.Context, string) ([]hub.Step, *hub.Error) {
			return nil, &hub.Error{Type: hub.ErrSetup, Message: "no more processes", Want: hub.WantNow}
		}
		p.Teardown = func(context.Context, string) []hub.Step { return nil }
		run := p.run(t.Context())
		assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 3, hub.StatusPending: 3}, statuses(run))
		assert.Equal(t, hub.VerdictTrouble, run.Verdict())
	})
}

// TestAFingerprintThatHubLacksSomethingFor keeps the example from being started:
// its result would not say what it depends on.
func TestAFingerprintThatHubLacksSomethingFor(t *testing.T) {
	tooMany := syscall.EMFILE
	if runtime.GOOS == "windows" {
		tooMany = syscall.Errno(4) // ERROR_TOO_MANY_OPEN_FILES
	}
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		p := newPlay(2, 1, func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
			return takes(ctx, time.Second, n)
		})
		p.Fingerprint = func(_ context.Context, e *hub.Example) (string, []string, error) {
			if time.Since(begin) < 2*time.Second {
				return "", nil, fmt.Errorf("fingerprint of %s: %w", e.ID, tooMany)
			}
			return "v1:" + e.ID, nil, nil
		}
		run := p.run(t.Context())
		assert.Equal(t, hub.VerdictGood, run.Verdict())
		for _, r := range run.Results {
			assert.Equal(t, "v1:"+r.ID, r.Fingerprint)
		}
	})
}

func TestMissingNamesAFew(t *testing.T) {
	var ids []string
	for i := range 300 {
		ids = append(ids, fmt.Sprintf("e%d", i))
	}
	text := Missing(ids, "why").Message
	assert.Contains(t, text, "300 examples")
	assert.Contains(t, text, "e4, and 295 more")
	assert.Contains(t, Missing(ids[:1], "why").Message, "hub could not start 1 example, which has no result in this run and keeps its recorded one: ")
	assert.True(t, slices.Equal(ids[:6], []string{"e0", "e1", "e2", "e3", "e4", "e5"}))
}

// TestTooLarge: what the example declares may be too large, and is its own
// matter; what hub was given or adds is not.
func TestTooLarge(t *testing.T) {
	all, one := programs.ArgumentBounds()
	inherited := "INHERITED=" + strings.Repeat("x", 100<<10)
	e := func(args []string, set map[string]string) *hub.Example {
		return &hub.Example{Path: "e.sh", Settings: &hub.Settings{Args: args, Env: hub.Env{Set: set}}}
	}
	var many []string
	for range all/(64<<10) + 1 {
		many = append(many, strings.Repeat("y", 64<<10))
	}
	for name, tc := range map[string]struct {
		example *hub.Example
		want    hub.Want
	}{
		"nothing of its own":   {e(nil, nil), hub.WantLasting},
		"a little":             {e([]string{"a"}, map[string]string{"A": "b"}), hub.WantLasting},
		"many large arguments": {e(many, nil), hub.NoWant},
		"one variable":         {e(nil, map[string]string{"A": strings.Repeat("z", min(one, all))}), hub.NoWant},
	} {
		cmd := proc.Command{Argv: append([]string{"sh", "e.sh"}, tc.example.Settings.Args...), Env: []string{inherited, "HUB=1"}}
		got := tooLarge(tc.example, &cmd, fmt.Errorf("starting sh: %w", syscall.E2BIG))
		require.NotNil(t, got, name)
		assert.Equal(t, tc.want, got.Want, name)
		assert.Equal(t, tc.want == hub.NoWant, got.Type == hub.ErrMissingRunner, name)
		assert.Contains(t, got.Message, "bytes", name)
	}
	assert.Nil(t, tooLarge(e(nil, nil), &proc.Command{}, syscall.ENOENT))
	assert.Nil(t, tooLarge(e(nil, nil), &proc.Command{}, nil))
}
