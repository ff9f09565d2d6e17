package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/stats"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

func TestTiming(t *testing.T) {
	assert.Equal(t, stats.Timing{}, stats.TimingOf(nil))
	assert.Equal(t, stats.Timing{Count: 1, Total: 3, Mean: 3, Median: 3, P95: 3, Min: 3, Max: 3}, stats.TimingOf([]float64{3}))
	got := stats.TimingOf([]float64{4, 2, 9, 5, 5, 7, 4, 4})
	assert.Equal(t, stats.Timing{Count: 8, Total: 40, Mean: 5, Median: 4.5, P95: 9, StdDev: 2, Min: 2, Max: 9}, got)
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(100 - i)
	}
	assert.InDelta(t, 95, stats.TimingOf(hundred).P95, 0)
	assert.InDelta(t, 50.5, stats.TimingOf(hundred).Median, 0)
	assert.InDelta(t, 100, hundred[0], 0, "the argument is not sorted")
	odd := stats.TimingOf([]float64{math.NaN(), math.Inf(1), -1, 2})
	assert.InDelta(t, 2, odd.Total, 0)
}

// For any times, the values are ordered, and the deviation is at most the
// range.
func TestTimingProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		all := make([]float64, 1+r.IntN(60))
		for i := range all {
			all[i] = r.ExpFloat64()
		}
		s := stats.TimingOf(all)
		require.True(t, slices.IsSorted([]float64{s.Min, s.Median, s.P95, s.Max}), "%+v", s)
		require.GreaterOrEqual(t, s.Mean, s.Min-2e-6)
		require.LessOrEqual(t, s.Mean, s.Max+2e-6)
		require.LessOrEqual(t, s.StdDev, s.Max-s.Min+2e-6)
		above := 0
		for _, v := range all {
			if v > s.P95+1e-6 {
				above++
			}
		}
		require.LessOrEqual(t, above*20, len(all))
	}
}

var start = time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)

// entry returns an entry with one result per minute: a number is a pass of so
// many seconds, "e" an error, "f" a flaky pass of one second, "i" an
// interruption.
func entry(results ...any) *status.Entry {
	var history []status.Past
	for i, r := range results {
		p := status.Past{Time: status.Time{Time: start.Add(time.Duration(i) * time.Minute)}, Status: hub.StatusCompleted, Seconds: 1}
		switch v := r.(type) {
		case float64:
			p.Seconds = v
		case int:
			p.Seconds = float64(v)
		case string:
			switch v {
			case "e":
				p.Status = hub.StatusError
			case "i":
				p.Status = hub.StatusInterrupted
			case "f":
				p.Flaky = true
			}
		}
		history = append(history, p)
	}
	return status.Entry{}.With(status.Details{History: history})
}

func TestTrends(t *testing.T) {
	for _, c := range []struct {
		name   string
		entry  *status.Entry
		trend  stats.Trend
		slower float64
	}{
		{"nothing", entry(), "", 0},
		{"the first result", entry("e"), "", 0},
		{"newly failing", entry(1, "e"), stats.TrendNewlyFailing, 0},
		{"newly failing, interrupted between", entry(1, "i", "e", "i"), stats.TrendNewlyFailing, 0},
		{"still failing", entry(1, "e", "e"), "", 0},
		{"fixed", entry("e", 1), stats.TrendFixed, 0},
		{"fixed long ago", entry("e", 1, 1), "", 0},
		{"as ever", entry(1, 1, 1, 1, 1, 2), "", 0},
		{"slower", entry(1, 1, 1, 1, 1, 2.5), stats.TrendSlower, 2.5},
		{"slower, failures do not count", entry(1, 1, "e", 1, 1, "i", 1, 3), stats.TrendSlower, 3},
		{"too few to say", entry(1, 1, 1, 1, 2.5), "", 0},
		{"by less than the margin", entry(0.01, 0.01, 0.01, 0.01, 0.01, 0.1), "", 0},
		{"of no time at all", entry(0, 0, 0, 0, 0, 9), "", 0},
		{"fixed and slower", entry(1, 1, 1, 1, 1, "e", 4), stats.TrendFixed, 4},
		{"slow and failing", entry(1, 1, 1, 1, 1, 4, "e"), stats.TrendNewlyFailing, 0},
	} {
		x := stats.Of(c.entry, time.Time{})
		assert.Equal(t, c.trend, x.Trend, c.name)
		assert.InDelta(t, c.slower, x.Slower, 1e-9, c.name)
	}
}

// The last outcome is the one recorded last, whatever the clocks said.
func TestTrendsIgnoreTheClock(t *testing.T) {
	for _, c := range []struct {
		results []any
		trend   stats.Trend
		inARow  int
	}{
		{[]any{1, "e"}, stats.TrendNewlyFailing, 1},
		{[]any{"e", 1}, stats.TrendFixed, 0},
		{[]any{1, "e", "e"}, "", 2},
	} {
		e := entry(c.results...)
		for i := range e.Details().History { // each is dated before the one recorded before it
			e.Details().History[i].Sequence = int64(i + 1)
			e.Details().History[i].Time.Time = start.Add(-time.Duration(i) * time.Hour)
		}
		x := stats.Of(e, time.Time{})
		assert.Equal(t, c.trend, x.Trend)
		assert.Equal(t, c.inARow, x.InARow)
		assert.Equal(t, e.Details().History[len(c.results)-1].Time.Time, x.Last)
	}
}

func TestOf(t *testing.T) {
	e := entry(1, "e", "f", "i", 4, "e", "e")
	x := stats.Of(e, time.Time{})
	assert.Equal(t, stats.Example{Results: 6, Errors: 3, Flaky: 1, InARow: 2, Median: 1, Last: start.Add(6 * time.Minute)}, x)
	assert.InDelta(t, 0.5, x.ErrorRate(), 1e-9)
	assert.InDelta(t, 1.0/6, x.FlakyRate(), 1e-9)

	x = stats.Of(e, start.Add(4*time.Minute))
	assert.Equal(t, 3, x.Results)
	assert.Equal(t, 0, x.Flaky)
	assert.InDelta(t, 4, x.Median, 0)
	x = stats.Of(e, start.Add(time.Hour))
	assert.Equal(t, stats.Example{}, x)
	assert.Zero(t, x.ErrorRate()+x.FlakyRate())

	old := &status.Entry{Status: hub.StatusCompleted, ExecutionTime: 3, LastExecuted: status.Time{Time: start}}
	assert.Equal(t, stats.Example{Results: 1, Passed: true, Seconds: 3, Median: 3, Last: start}, stats.Of(old, time.Time{}), "of an older tool")

	// The previous outcome may be older than since.
	assert.Equal(t, stats.TrendFixed, stats.Of(entry("e", 2), start.Add(time.Minute)).Trend)
	x = stats.Of(entry("e", 2), time.Time{})
	assert.True(t, x.Passed)
	assert.InDelta(t, 2, x.Seconds, 0)
}

// Past results are recorded in seconds, the last one more exactly.
func TestTheLastTimeIsExact(t *testing.T) {
	exact := start.Add(time.Minute + 250*time.Millisecond)
	e := status.Entry{LastExecuted: status.Time{Time: exact}}.With(*entry(1, "e").Details())
	assert.Equal(t, exact, stats.Of(e, time.Time{}).Last)
	assert.Equal(t, 1, stats.Of(e, exact).Results)
	e.LastExecuted.Time = exact.Add(time.Hour)
	assert.Equal(t, start.Add(time.Minute), stats.Of(e, time.Time{}).Last, "of another result")
}
