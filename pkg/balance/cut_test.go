package balance_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/balance"
)

// dealt returns how often each task is in a part.
func dealt(n int, parts []balance.Part) []int {
	count := make([]int, n)
	for _, p := range parts {
		for _, t := range p.Tasks {
			count[t]++
		}
	}
	return count
}

// once fails unless every task is in exactly one part.
func once(t *testing.T, n int, parts []balance.Part) {
	t.Helper()
	for i, c := range dealt(n, parts) {
		require.Equal(t, 1, c, "task %d", i)
	}
}

func makespan(parts []balance.Part) float64 {
	longest := 0.0
	for _, p := range parts {
		longest = max(longest, p.Seconds)
	}
	return longest
}

// random returns tasks of every kind, and limits.
func random(r *rand.Rand) ([]balance.Task, map[string]balance.Limit) {
	limits := map[string]balance.Limit{"any": {}}
	names := []string{"", "", "", "unknown", "any"}
	for i := range r.IntN(4) {
		name := "l" + strconv.Itoa(i)
		l := balance.Limit{Concurrent: r.IntN(6)}
		if r.IntN(2) == 0 {
			l.Starts, l.Per = 1+r.IntN(40), time.Duration(1+r.IntN(60))*time.Second
		}
		limits[name], names = l, append(names, name)
	}
	tasks := make([]balance.Task, r.IntN(60))
	for i := range tasks {
		tasks[i] = balance.Task{Seconds: float64(r.IntN(9)), Unknown: r.IntN(4) == 0, Limit: names[r.IntN(len(names))], Exclusive: r.IntN(8) == 0}
	}
	balance.Estimate(tasks)
	return tasks, limits
}

// Whatever the tasks are: each is in one part, the sum of the shares keeps every limit,
// each part can run what it has, unknown durations are spread, and the same tasks give
// the same parts.
func TestCut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		tasks, limits := random(r)
		o := balance.Options{Parts: 1 + r.IntN(12), Workers: 1 + r.IntN(5), Limits: limits}
		parts := balance.Cut(slices.Clone(tasks), o)
		require.Len(t, parts, o.Parts)
		once(t, len(tasks), parts)
		require.Equal(t, parts, balance.Cut(slices.Clone(tasks), o), "round %d", round)
		keeps(t, tasks, parts, limits)
		var unknown []int
		for _, p := range parts {
			n := 0
			for _, i := range p.Tasks {
				if x := tasks[i]; x.Unknown && !x.Exclusive && limits[x.Limit] == (balance.Limit{}) && x.Seconds > 0 {
					n++
				}
			}
			unknown = append(unknown, n)
		}
		require.LessOrEqual(t, slices.Max(unknown)-slices.Min(unknown), 1)
	}
}

// keeps fails if the parts together could exceed a limit, or a part has a task of a limit
// without a share.
func keeps(t *testing.T, tasks []balance.Task, parts []balance.Part, limits map[string]balance.Limit) {
	t.Helper()
	concurrent, starts := map[string]int{}, map[string]int{}
	for _, p := range parts {
		has := map[string]bool{}
		for _, i := range p.Tasks {
			if l := limits[tasks[i].Limit]; l != (balance.Limit{}) && tasks[i].Seconds > 0 {
				has[tasks[i].Limit] = true
			}
		}
		require.Len(t, p.Shares, len(has))
		for name := range has {
			share, l := p.Shares[name], limits[name]
			require.Equal(t, l.Concurrent > 0, share.Concurrent > 0, name)
			require.Equal(t, l.Starts > 0, share.Starts > 0, name)
			require.Equal(t, l.Per, share.Per, name)
			concurrent[name] += share.Concurrent
			starts[name] += share.Starts
		}
	}
	for name := range concurrent {
		require.LessOrEqual(t, concurrent[name], limits[name].Concurrent, name)
		require.LessOrEqual(t, starts[name], limits[name].Starts, name)
	}
}

// best returns the shortest makespan that there is, by trying all divisions.
func best(times []float64, parts int) float64 {
	load := make([]float64, parts)
	least := 1e18
	var try func(i int)
	try = func(i int) {
		if top := slices.Max(load); top >= least {
			return
		} else if i == len(times) {
			least = top
			return
		}
		for p := range load {
			load[p] += times[i]
			try(i + 1)
			load[p] -= times[i]
			if load[p] == 0 {
				break // the others are empty as well
			}
		}
	}
	try(0)
	return least
}

// Known durations are divided within 4/3 - 1/3m of the best division there is.
func TestCutIsNearTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		parts := 1 + r.IntN(4)
		times, tasks := make([]float64, 1+r.IntN(9)), []balance.Task{}
		for i := range times {
			times[i] = 1 + float64(r.IntN(20))
			tasks = append(tasks, balance.Task{Seconds: times[i]})
		}
		got := makespan(balance.Cut(tasks, balance.Options{Parts: parts, Workers: 1}))
		opt := best(times, parts)
		require.GreaterOrEqual(t, got, opt)
		require.LessOrEqual(t, got, opt*(4.0/3-1/(3*float64(parts)))+1e-9, "%v in %d", times, parts)
	}
}

// A part with several workers is as many machines: what one long task leaves idle is used.
func TestCutUsesTheWorkersBesideALongTask(t *testing.T) {
	tasks := []balance.Task{{Seconds: 10}}
	for range 30 {
		tasks = append(tasks, balance.Task{Seconds: 1})
	}
	parts := balance.Cut(tasks, balance.Options{Parts: 2, Workers: 2})
	assert.Equal(t, 10.0, makespan(parts))
}

// A part runs exclusive tasks alone, after the others.
func TestExclusiveTasksTakeAllWorkers(t *testing.T) {
	tasks := []balance.Task{{Seconds: 5, Exclusive: true}, {Seconds: 5, Exclusive: true}}
	for range 8 {
		tasks = append(tasks, balance.Task{Seconds: 1})
	}
	parts := balance.Cut(tasks, balance.Options{Parts: 2, Workers: 4})
	for _, p := range parts {
		assert.Equal(t, 6.0, p.Seconds)
		assert.Len(t, p.Tasks, 5)
	}
}

// Shares are whole, and those who have more to do get more.
func TestSharesOfLimits(t *testing.T) {
	limits := map[string]balance.Limit{"api": {Concurrent: 5, Starts: 6, Per: time.Minute}}
	var tasks []balance.Task
	for range 40 {
		tasks = append(tasks, balance.Task{Seconds: 2, Limit: "api"})
	}
	parts := balance.Cut(tasks, balance.Options{Parts: 2, Workers: 8, Limits: limits})
	assert.Equal(t, map[string]balance.Limit{"api": {Concurrent: 3, Starts: 3, Per: time.Minute}}, parts[0].Shares)
	assert.Equal(t, map[string]balance.Limit{"api": {Concurrent: 2, Starts: 3, Per: time.Minute}}, parts[1].Shares)
	assert.InDelta(t, 6*60+2, makespan(parts), 1e-9, "the rate decides: three start a minute, in each part")
	assert.Equal(t, "api", parts[0].Limit)

	calm := map[string]balance.Limit{"api": {Starts: 60, Per: time.Minute}}
	parts = balance.Cut(tasks, balance.Options{Parts: 2, Workers: 8, Limits: calm})
	assert.Equal(t, 6.0, makespan(parts), "a rate that none exceeds delays none")
	assert.Empty(t, parts[0].Limit)

	few := map[string]balance.Limit{"api": {Concurrent: 1}}
	parts = balance.Cut(tasks, balance.Options{Parts: 5, Workers: 8, Limits: few})
	assert.Len(t, parts[0].Tasks, 40, "one at a time is one part")
	assert.Equal(t, 80.0, makespan(parts))
}

// The order of a part is that of its starts.
func TestOrderWithinAPart(t *testing.T) {
	tasks := []balance.Task{{Seconds: 1}, {Seconds: 3}, {Unknown: true}, {Seconds: 2}, {Seconds: 3}, {}}
	middle, ok := balance.Estimate(tasks)
	assert.True(t, ok)
	assert.Equal(t, 2.5, middle)
	assert.Equal(t, []int{2, 1, 4, 3, 0, 5}, balance.Cut(tasks, balance.Options{Parts: 1, Workers: 2})[0].Tasks)
	assert.Equal(t, []int{0, 1, 2, 3, 4, 5}, balance.Cut(tasks, balance.Options{Parts: 1, Workers: 1})[0].Tasks)
}

// Where no duration is known, all count alike.
func TestNothingIsKnown(t *testing.T) {
	tasks := []balance.Task{{Unknown: true}, {Unknown: true}, {}}
	seconds, ok := balance.Estimate(tasks)
	assert.False(t, ok)
	assert.Equal(t, 1.0, seconds)
	assert.Zero(t, tasks[2].Seconds)
}

// What is not started is spread as well.
func TestSkipsAreSpread(t *testing.T) {
	parts := balance.Cut(make([]balance.Task, 100), balance.Options{Parts: 10, Workers: 2})
	for _, p := range parts {
		assert.Len(t, p.Tasks, 10)
		assert.Zero(t, p.Seconds)
	}
}

// Parts of at most a time: as few as there can be, up to a few, and what is longer has
// one of its own.
func TestWithin(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		tasks, limits := random(r)
		o := balance.Options{Workers: 1 + r.IntN(3), Limits: limits}
		d := time.Duration(1+r.IntN(12)) * time.Second
		parts, err := balance.Within(slices.Clone(tasks), d, o)
		require.NoError(t, err)
		once(t, len(tasks), parts)
		keeps(t, tasks, parts, limits)
		for _, p := range parts {
			if p.Seconds <= d.Seconds() {
				continue
			}
			alone := len(p.Tasks) == 1 && tasks[p.Tasks[0]].Seconds > d.Seconds()
			require.True(t, alone || len(p.Shares) > 0, "%v within %s", p, d)
		}
	}
	var tasks []balance.Task
	sum := 0.0
	for range 1000 {
		x := 1 + 10*r.Float64()
		tasks, sum = append(tasks, balance.Task{Seconds: x}), sum+x
	}
	parts, err := balance.Within(tasks, time.Minute, balance.Options{Workers: 1})
	require.NoError(t, err)
	assert.LessOrEqual(t, makespan(parts), 60.0)
	assert.LessOrEqual(t, float64(len(parts)), 1.05*sum/60+1)
}

func TestWithinSaysWhatIsTooMany(t *testing.T) {
	tasks := make([]balance.Task, 1001)
	for i := range tasks {
		tasks[i].Seconds = 1
	}
	for _, d := range []time.Duration{time.Second, time.Millisecond} {
		_, err := balance.Within(tasks, d, balance.Options{Workers: 1, Parts: 1000})
		var many *balance.TooManyError
		require.ErrorAs(t, err, &many)
		assert.ErrorContains(t, err, "are more than 1000")
	}
	parts, err := balance.Within(tasks, 2*time.Second, balance.Options{Workers: 1, Parts: 1000})
	require.NoError(t, err)
	assert.Len(t, parts, 501)
}
