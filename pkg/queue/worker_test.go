package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Another worker has taken the example over and was lost as well: here it still runs, and is
// not started again.
func TestAnExampleThatComesBackGoesOn(t *testing.T) {
	s := enginetest.Redis(t)
	a, err := ParseAddress(s.URL()+"/1?lease=1h", "")
	require.NoError(t, err)
	w, err := (&Source{Address: a, Plan: "p", Digest: "d"}).Join(t.Context(), Setting{
		Run: "r1", Order: []*hub.Example{{ID: "a"}, {ID: "b"}}, Record: func(e *hub.Example) *hub.Example { return e },
	})
	require.NoError(t, err)
	defer w.queue.Close()
	take := func() int {
		t.Helper()
		taken, err := w.queue.Take(t.Context(), 1, 0)
		require.NoError(t, err)
		return len(w.take(taken.Leases))
	}
	require.Equal(t, 1, take())
	w.held[0].gone = true
	other := joined(t, s, Job{Plan: "p", Digest: "d", Order: []string{"a", "b"}}, "r2")
	_, err = w.queue.conn.Do("ZADD", w.queue.keys[1], 1, 0) // it lapses
	require.NoError(t, err)
	again, err := other.Take(t.Context(), 1, 0)
	require.NoError(t, err)
	require.Equal(t, []Lease{{0, 2}}, again.Leases)
	require.Equal(t, 1, take(), "b")
	_, err = w.queue.conn.Do("ZADD", w.queue.keys[1], 1, 0) // it lapses again
	require.NoError(t, err)
	assert.Zero(t, take())
	assert.False(t, w.held[0].gone)
	gone, err := w.queue.Beat(t.Context(), []int{0, 1})
	require.NoError(t, err)
	assert.Empty(t, gone)
}

func TestHowLongAnExampleMayTake(t *testing.T) {
	cfg := &config.Config{Run: config.Run{Grace: 5 * time.Second}, Runners: map[string]config.Runner{"go": {BuildTimeout: time.Hour}, "free": {}}}
	for _, tc := range []struct {
		e    hub.Example
		want time.Duration
	}{
		{hub.Example{}, 0},
		{hub.Example{Settings: &hub.Settings{}}, 0},
		{hub.Example{Settings: &hub.Settings{Timeout: time.Minute}}, 2*time.Minute + 5*time.Second},
		{hub.Example{Settings: &hub.Settings{Timeout: time.Minute, Retries: hub.Retries{Max: 1, Delay: time.Second, MaxDelay: time.Minute}}}, 3*time.Minute + 5*time.Second},
		{hub.Example{Settings: &hub.Settings{Timeout: time.Minute, Retries: hub.Retries{Max: 9, Delay: time.Second, Backoff: hub.BackoffExponential}}}, 0},
		{hub.Example{Build: []string{"go"}, Runner: "go", Settings: &hub.Settings{Timeout: time.Minute}}, time.Hour + 2*time.Minute + 5*time.Second},
		{hub.Example{Build: []string{"x"}, Runner: "free", Settings: &hub.Settings{Timeout: time.Minute}}, 0},
	} {
		assert.Equal(t, tc.want, longest(&tc.e, cfg))
	}
}

func TestHowMuchWaitsInAWorker(t *testing.T) {
	w := &Worker{Setting: Setting{Workers: 2}, source: &Source{Seconds: []float64{5, 0.09, 0.09, 0.01, 0.009, 0}}}
	for i := range 1000 {
		w.source.Seconds = append(w.source.Seconds, 0.0001*float64(1000-i)/1000)
	}
	assert.Equal(t, 0, w.stock(0), "long ones are taken when there is a worker")
	assert.Equal(t, 4, w.stock(1))
	assert.Equal(t, 0, w.stock(5), "how long it takes is unknown")
	assert.Equal(t, 2*most, w.stock(6))
	assert.Equal(t, 0, w.stock(len(w.source.Seconds)))
	assert.Equal(t, 0, w.stock(len(w.source.Seconds)+5))
}
