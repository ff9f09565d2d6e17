package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/runner"
	"github.com/seed-00a9b34c/hub/pkg/selection"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// makespanWorkers run the plans below.
const makespanWorkers = 4

// profile is how long the examples of a catalog take, as recorded in a status.
type profile struct {
	name  string
	times []time.Duration
}

// profiles are the shapes that catalogs have: all alike, most short and few
// long, and one that outweighs the others. In catalog order the long ones come
// where they hurt, at the end. The unit is what a benchmark can wait for; only
// the ratios count.
func profiles() []profile {
	uniform := profile{name: "uniform"}
	tail := profile{name: "long tail"}
	giant := profile{name: "one giant"}
	random := rand.New(rand.NewPCG(11, 12))
	for i := range 120 {
		uniform.times = append(uniform.times, time.Duration(60+random.IntN(61))*time.Millisecond)
		// A Pareto distribution, whose long ones are known to grow with the catalog.
		long := 24 * math.Pow(1-float64(i)/120, -0.9)
		tail.times = append(tail.times, time.Duration(min(long, 900)*float64(time.Millisecond)))
		giant.times = append(giant.times, time.Duration(30+random.IntN(60))*time.Millisecond)
	}
	giant.times = append(giant.times, 3*time.Second)
	return []profile{uniform, tail, giant}
}

// best is the shortest time that any order could take.
func (p profile) best() time.Duration {
	var longest, sum time.Duration
	for _, d := range p.times {
		longest, sum = max(longest, d), sum+d
	}
	return max(longest, sum/makespanWorkers)
}

// makespan runs the profile as hub plans it, with recorded durations or without,
// and returns how long that took.
func (p profile) makespan(known bool) time.Duration {
	var chosen []hub.Example
	st := &status.File{Examples: map[string]*status.Entry{}}
	took := map[string]time.Duration{}
	for i, d := range p.times {
		e := hub.Example{Settings: &hub.Settings{}, Index: i + 1, ID: "example " + strconv.Itoa(i+1)}
		chosen = append(chosen, e)
		took[e.ID] = d
		if known {
			st.Examples[e.ID] = &status.Entry{ID: e.ID, Status: hub.StatusCompleted, ExecutionTime: d.Seconds()}
		}
	}
	start := time.Now()
	runner.Run(context.Background(), selection.Plan(chosen, st, makespanWorkers), runner.Options{
		Workers: makespanWorkers, Now: time.Now, Observe: func(...hub.Event) {},
		Exec: func(_ context.Context, e *hub.Example, number int, _ *proc.Turn) hub.Attempt {
			time.Sleep(took[e.ID])
			return hub.Attempt{Number: number}
		},
	})
	return time.Since(start)
}

// With known durations the plan is within a twentieth of the best there could
// be. In the bubble's time nothing else plays a part.
func TestMakespan(t *testing.T) {
	for _, p := range profiles() {
		t.Run(p.name, func(t *testing.T) {
			require.Greater(t, len(p.times), 10*makespanWorkers)
			synctest.Test(t, func(t *testing.T) {
				ratio := float64(p.makespan(true)) / float64(p.best())
				assert.GreaterOrEqual(t, ratio, 1.0)
				assert.LessOrEqual(t, ratio, 1.05)
			})
		})
	}
}

// BenchmarkMakespan shows the same on this machine's clock, the cost of scheduling
// included, beside the order of the catalog.
func BenchmarkMakespan(b *testing.B) {
	s := newSheet(b, fmt.Sprintf("a whole run on %d workers; 'best' is max(longest, sum/workers)", makespanWorkers),
		"best, ms", "longest first, ms", "/ best", "catalog order, ms", "/ best")
	for _, p := range profiles() {
		best, ours, catalog := millis(p.best()), millis(p.makespan(true)), millis(p.makespan(false))
		s.row(p.name, s.goal("%.0f", best, 0), s.goal("%.0f", ours, 0), s.goal("%.3f", ours/best, 0), s.goal("%.0f", catalog, 0), s.goal("%.3f", catalog/best, 0))
	}
	s.print()
}
