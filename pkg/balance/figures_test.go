package balance_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-00a9b34c/hub/pkg/balance"
)

func words(planned bool) balance.Words {
	return balance.Words{Planned: planned, Seconds: func(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) + "s" }}
}

func TestFiguresOfAPlan(t *testing.T) {
	f := balance.Measure([]balance.Lane{
		{Part: 1, Workers: 2, End: 10, Busy: 18, Examples: 3, Longest: 10, Name: "big"},
		{Part: 2, Workers: 2, End: 9, Busy: 18, Examples: 9, Longest: 3, Name: "small"},
		{Part: 3, Workers: 2},
	})
	assert.Equal(t, 6, f.Workers)
	assert.Equal(t, 3, f.Slots)
	assert.Equal(t, 1, f.Empty)
	assert.Equal(t, 10.0, f.Makespan)
	assert.Equal(t, 10.0, f.Bound)
	assert.Equal(t, 24.0, f.Idle)
	assert.Equal(t, 2, f.Useful())
	assert.Equal(t, []string{
		"expected 10s; no division among 6 workers takes less than 10s (1.00 ×); workers idle 40%",
		"big alone takes 10s, 28% of the work: more than 2 parts do not help; make it shorter, or split it",
	}, f.Lines(words(true)))
}

// More parts than machines: the workers are those that were there at one time.
func TestFiguresOfWhatHasHappened(t *testing.T) {
	f := balance.Measure([]balance.Lane{
		{Part: 1, Workers: 1, Begin: 100, End: 104, Busy: 4, Examples: 2, Longest: 2, Name: "a"},
		{Part: 2, Workers: 1, Begin: 100, End: 106, Busy: 6, Examples: 2, Longest: 3, Name: "b"},
		{Part: 3, Workers: 1, Begin: 104, End: 114, Busy: 9, Examples: 4, Longest: 3, Name: "c"},
	})
	assert.Equal(t, 2, f.Slots)
	assert.Equal(t, 2, f.Workers)
	assert.Equal(t, 14.0, f.Makespan)
	assert.Equal(t, 9.5, f.Bound)
	assert.Equal(t, 9.0, f.Idle)
	assert.Equal(t, []string{
		"took 14s; no division among 2 workers takes less than 9.5s (1.47 ×); workers idle 32%",
		"part 3 ends last, after 10s; plan again with these durations, with more parts than machines, or take examples from a queue",
	}, f.Lines(words(false)))
}

// What waited for a machine did not divide badly.
func TestAPartThatBeganLate(t *testing.T) {
	f := balance.Measure([]balance.Lane{
		{Part: 1, Workers: 1, Begin: 100, End: 104, Busy: 4, Examples: 2, Longest: 2, Name: "a"},
		{Part: 2, Workers: 1, Begin: 109, End: 113, Busy: 4, Examples: 2, Longest: 2, Name: "b"},
	})
	assert.Equal(t, "part 2 ended last because it began 9s after the first; at most 1 of 2 parts ran at a time: more machines or fewer parts would help", f.Lines(words(false))[1])
}

// One example that takes as long as all of the others is one part's work.
func TestOnePartIsEnough(t *testing.T) {
	f := balance.Measure([]balance.Lane{{Part: 1, Workers: 1, End: 5, Busy: 5, Examples: 1, Longest: 5, Name: "a"}, {Part: 2, Workers: 1}})
	f.Slots, f.Workers = 2, 2
	assert.Equal(t, "a alone takes 5s, 100% of the work: more than one part does not help; make it shorter, or split it", f.Lines(words(true))[1])
}

// What is not divided is not uneven.
func TestASinglePartNeedsNoAdvice(t *testing.T) {
	f := balance.Measure([]balance.Lane{{Part: 1, Workers: 2, End: 5, Busy: 6, Examples: 2, Longest: 4, Name: "a"}})
	assert.Equal(t, []string{"expected 5s; no division among 2 workers takes less than 4s (1.25 ×); workers idle 40%"}, f.Lines(words(true)))
}

// A queue has no part that would be cut in another way.
func TestFiguresOfAQueue(t *testing.T) {
	w := words(false)
	w.Queue = true
	lanes := []balance.Lane{{Part: 1, Workers: 1, End: 10, Busy: 9, Examples: 3, Longest: 6, Name: "big"}, {Part: 2, Workers: 1, End: 8, Busy: 6, Examples: 3, Longest: 2, Name: "a"}}
	assert.Equal(t, "big takes 6s; make it shorter, or split it", balance.Measure(lanes).Lines(w)[1])
	lanes[0].Longest = 3
	assert.Equal(t, "workers waited for the queue, or were there for a part of the time only", balance.Measure(lanes).Lines(w)[1])
}

func TestEvenPartsNeedNoAdvice(t *testing.T) {
	f := balance.Measure([]balance.Lane{{Part: 1, Workers: 1, End: 5, Busy: 5, Examples: 5, Longest: 1, Name: "a"}, {Part: 2, Workers: 1, End: 5, Busy: 5, Examples: 5, Longest: 1, Name: "b"}})
	assert.Equal(t, []string{"expected 5s; no division among 2 workers takes less than 5s (1.00 ×); workers idle 0%"}, f.Lines(words(true)))
	assert.Equal(t, 1.0, f.Ratio())
}

func TestFiguresOfNothing(t *testing.T) {
	for _, lanes := range [][]balance.Lane{nil, {{Part: 1, Workers: 4}}} {
		f := balance.Measure(lanes)
		assert.Empty(t, f.Lines(words(true)))
		assert.Equal(t, 1.0, f.Ratio())
		assert.Zero(t, f.IdleShare())
		assert.Zero(t, f.Useful())
	}
}
