package stopwatch_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
)

// clock is a monotonic clock that stands still between steps.
type clock struct{ at time.Time }

func (c *clock) now() time.Time       { return c.at }
func (c *clock) step(d time.Duration) { c.at = c.at.Add(d) }

func TestWatch(t *testing.T) {
	c := &clock{at: time.Now()}
	w := stopwatch.New(c.now, 4*time.Millisecond)
	c.step(time.Millisecond)
	outer := w.Span("outer")
	c.step(time.Millisecond)
	inner := w.Span("inner")
	c.step(2 * time.Millisecond)
	inner()
	open := w.Span("open")

	// The clock of records was set an hour ahead after all of that: no span has moved.
	present := time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC).Add(time.Hour)
	at := func(ms int) time.Time { return present.Add(time.Duration(ms) * time.Millisecond) }
	assert.Equal(t, []hub.Span{
		{Name: "start-up", Started: at(-8), Seconds: 0.004},
		{Name: "inner", Started: at(-2), Seconds: 0.002},
	}, w.Take(present))
	assert.Empty(t, w.Take(present), "each span is taken once")
	outer()
	assert.Equal(t, []hub.Span{{Name: "outer", Started: at(-3), Seconds: 0.003}}, w.Take(present))
	c.step(time.Millisecond)
	open()
	more := hub.Span{Name: "more", Started: at(-4), Seconds: 0.5}
	assert.Equal(t, []hub.Span{
		{Name: "start-up", Started: at(-9), Seconds: 0.004},
		{Name: "outer", Started: at(-4), Seconds: 0.003},
		more,
		{Name: "inner", Started: at(-3), Seconds: 0.002},
		{Name: "open", Started: at(-1), Seconds: 0.001},
	}, w.All(present, more), "in the order of their starts")
}

func TestNoWatch(t *testing.T) {
	var w *stopwatch.Watch
	w.Span("a")()
	assert.Empty(t, w.Take(time.Now()))
	assert.Empty(t, w.All(time.Now(), hub.Span{Name: "more"}))
}

func TestWatchIsConcurrent(t *testing.T) {
	w := stopwatch.New(time.Now, 0)
	var group sync.WaitGroup
	taken := 0
	for i := range 8 {
		group.Go(func() {
			for k := range 50 {
				w.Span(fmt.Sprint(i, k))()
			}
		})
	}
	for range 20 {
		taken += len(w.Take(time.Now()))
	}
	group.Wait()
	assert.Equal(t, 401, taken+len(w.Take(time.Now())))
	assert.Len(t, w.All(time.Now()), 401)
}

func ExampleTable() {
	at := time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)
	fmt.Print(stopwatch.Table([]hub.Span{
		{Name: "start-up", Started: at, Seconds: 0.004},
		{Name: "catalog", Started: at.Add(5 * time.Millisecond), Seconds: 0.0205},
		{Name: "examples", Started: at.Add(30 * time.Millisecond), Seconds: 1.5},
		{Name: "report junit", Started: at.Add(1530 * time.Millisecond), Seconds: 0.01},
		{Name: "fold", Started: at.Add(1531 * time.Millisecond), Seconds: 0.002},
	}))
	// Output:
	// Phases of hub, in ms     began at       took
	//   start-up                    0.0        4.0
	//   catalog                     5.0       20.5
	//   examples                   30.0     1500.0
	//   report junit             1530.0       10.0
	//   fold                     1531.0        2.0
	//   in all                      0.0     1540.0
}

func TestAge(t *testing.T) {
	before := stopwatch.Age()
	assert.Positive(t, before)
	for stopwatch.Age() == before { // computing takes CPU time
	}
	assert.Greater(t, stopwatch.Age(), before)
}
