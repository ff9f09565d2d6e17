package runner

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// span is one attempt as the events tell it: it could have started at ready,
// and had a worker from start to end.
type span struct {
	example           *hub.Example
	number            int
	ready, start, end time.Time
}

// spans reads the attempts from the events.
func spans(t *testing.T, p *play, begin time.Time) []span {
	t.Helper()
	ready := map[string]time.Time{}
	byID := map[string]*hub.Example{}
	for i := range p.plan {
		byID[p.plan[i].ID] = &p.plan[i]
		ready[p.plan[i].ID] = begin
	}
	var out []span
	for _, e := range p.events {
		if e.Type != hub.EventAttemptFinished {
			continue
		}
		s := span{byID[e.ID], e.Attempt.Number, ready[e.ID], e.Attempt.Started, e.Time}
		require.False(t, s.start.Before(s.ready), "%s started before its delay was over", e.ID)
		if delay, again := retryDelay(s.example.Settings.Retries, e.ID, e.Attempt); again {
			ready[e.ID] = e.Time.Add(delay)
		}
		out = append(out, s)
	}
	return out
}

// mayStart says whether the plan's rules let a process of e start at a moment
// at which the others run and have been started.
func mayStart(p *play, e *hub.Example, all []span, at time.Time) bool {
	running, sameLimit, recent, alone := 0, 0, 0, false
	l := p.Limits[e.Settings.Limit]
	for _, s := range all {
		same := s.example.Settings.Limit == e.Settings.Limit
		if !s.start.After(at) && s.end.After(at) {
			running++
			alone = alone || s.example.Settings.Exclusive
			if same {
				sameLimit++
			}
		}
		if same && !s.start.After(at) && s.start.After(at.Add(-l.Rate.Per)) {
			recent++
		}
	}
	switch {
	case running >= p.Workers, alone, e.Settings.Exclusive && running > 0:
		return false
	case l.Concurrent > 0 && sameLimit >= l.Concurrent, l.Rate.Count > 0 && recent >= l.Rate.Count:
		return false
	}
	return true
}

// No worker idles while any example may start, whatever the limits: asserted at
// every moment at which something changes, on what the events tell.
func TestNoWorkerIdles(t *testing.T) {
	checked, waited := 0, 0
	for seed := range uint64(200) {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 2))
			chances := rand.New(rand.NewPCG(seed, 3))
			took := map[string][]time.Duration{}
			fails := map[string]int{}
			p := newPlay(10+rng.IntN(40), 1+rng.IntN(6), nil)
			p.Exec = func(ctx context.Context, e *hub.Example, n int, _ *proc.Turn) hub.Attempt {
				a := takes(ctx, took[e.ID][n-1], n)
				if n <= fails[e.ID] {
					a.ExitCode, a.Error = 1, &hub.Error{Type: hub.ErrNetwork, Message: "no"}
				}
				return a
			}
			p.Limits = map[string]config.Limit{
				"one":   {Concurrent: 1},
				"some":  {Concurrent: 1 + rng.IntN(4)},
				"rated": {Rate: config.Rate{Count: 1 + rng.IntN(4), Per: time.Minute}},
				"both":  {Concurrent: 1 + rng.IntN(3), Rate: config.Rate{Count: 1 + rng.IntN(4), Per: time.Minute}},
			}
			for i := range p.plan {
				e := &p.plan[i]
				e.Settings.Limit = []string{"", "one", "some", "rated", "both"}[rng.IntN(5)]
				e.Settings.Exclusive = rng.IntN(15) == 0
				e.Settings.Retries = hub.Retries{Max: 2, Delay: time.Duration(rng.IntN(20)) * time.Second, Jitter: chances.Float64()}
				fails[e.ID] = max(0, rng.IntN(6)-3)
				for range 3 {
					took[e.ID] = append(took[e.ID], time.Duration(1+rng.IntN(30))*time.Second)
				}
			}
			begin := time.Now()
			p.run(t.Context())
			all := spans(t, p, begin)
			require.GreaterOrEqual(t, len(all), len(p.plan))

			var moments []time.Time
			for _, s := range all {
				moments = append(moments, s.ready, s.start, s.end, s.start.Add(time.Minute)) // a rate frees then
			}
			slices.SortFunc(moments, time.Time.Compare)
			for _, at := range slices.CompactFunc(moments, time.Time.Equal) {
				for _, s := range all {
					if s.ready.After(at) || !s.start.After(at) {
						continue
					}
					checked++
					if !assert.False(t, mayStart(p, s.example, all, at), "seed %d: at %s, %s waited until %s",
						seed, at.Sub(begin), s.example.ID, s.start.Sub(begin)) {
						return
					}
					waited++
				}
			}
		})
	}
	assert.Greater(t, waited, 10_000, "the plans are too easy to show anything")
	assert.Equal(t, checked, waited)
}
