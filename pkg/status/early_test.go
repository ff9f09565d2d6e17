package status

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

func asItIs(work func()) func() { return work }

// atRest waits until results that were added are folded, but for fewer than a batch.
func (e *Early) atRest() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for e.working {
		e.idle.Wait()
	}
}

// reread returns the file as the next command has it.
func reread(t *testing.T, f *File) *File {
	d, err := decode(strings.NewReader(text(t, f)))
	require.NoError(t, err)
	require.NoError(t, d.damage)
	return d.file
}

// A status is the same whether results are folded early or not, in whatever order they
// come, also if some are another one in the end.
func TestEarlyFoldIsFold(t *testing.T) {
	statuses := []hub.Status{hub.StatusCompleted, hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusInterrupted, hub.StatusPending, ""}
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 2))
		run := func(n int) (string, *runlog.Log) {
			picked := make([]hub.Status, 80)
			for i := range picked {
				picked[i] = statuses[rng.IntN(len(statuses))]
			}
			id, log := runAt(n, picked...)
			log.Run.Sequence = int64(n + 1)
			return id, log
		}
		want, got := newFile(), newFile()
		past := rng.IntN(25)
		for n := range past {
			id, log := run(n)
			for _, f := range []*File{want, got} {
				f.fold(id, log, folding{root: "/proj"})
			}
		}
		want, got = reread(t, want), reread(t, got)
		id, log := run(past)
		if rng.IntN(4) == 0 { // as if errors had been cleared after the run
			for _, f := range []*File{want, got} {
				for _, e := range f.Examples {
					e.ClearedSequence, e.kept = log.Run.Sequence+1, false
				}
			}
		}

		early := newEarly(got, &log.Run.RunHeader, "/proj", asItIs)
		added, left := 0, 0
		observe := early.After(func(hub.Event) {})
		for _, i := range rng.Perm(len(log.Run.Results)) {
			if res := &log.Run.Results[i]; rng.IntN(20) == 0 && res.Status == hub.StatusError { // which ends with the run
				res.Error = &hub.Error{Type: hub.ErrNoResult, Message: "lost"}
			}
			res := log.Run.Results[i]
			if res.Ended() {
				observe(hub.Event{Type: hub.EventExampleFinished, Result: &res})
				if added++; res.Status == hub.StatusSkipped || res.Error != nil && res.Error.Type == hub.ErrNoResult {
					left++
				}
			}
			if added == 40 {
				early.atRest()
			}
		}
		early.atRest()
		require.Greater(t, len(early.finished), added-left-batch, "the rest is folded early")
		for i := range log.Run.Results {
			if res := &log.Run.Results[i]; rng.IntN(10) == 0 && res.Status == hub.StatusCompleted {
				res.Status, res.Error = hub.StatusError, &hub.Error{Type: hub.ErrNoResult, Message: "the log is damaged"}
			}
		}
		want.fold(id, log, folding{root: "/proj"})
		got.fold(id, log, folding{root: "/proj", early: early.take(&log.Run)})
		require.True(t, text(t, want) == text(t, got), "seed %d", seed) // too long to be printed
		require.Equal(t, opened(want), opened(got), "seed %d", seed)
		require.Equal(t, opened(reread(t, want)), opened(reread(t, got)), "seed %d", seed)
	}
}

// What was folded early of another run, or of the run when it had another number, does
// not count.
func TestEarlyOfAnotherRun(t *testing.T) {
	_, log := runAt(1, hub.StatusCompleted)
	early := newEarly(newFile(), &log.Run.RunHeader, "", asItIs)
	assert.Same(t, early, early.take(&log.Run))
	renumbered := log.Run
	renumbered.Sequence = 7
	assert.Nil(t, early.take(&renumbered))
	_, other := runAt(2, hub.StatusCompleted)
	assert.Nil(t, early.take(&other.Run))
	var none *Early
	none.After(func(hub.Event) {})(hub.Event{Type: hub.EventExampleFinished, Result: &log.Run.Results[0]})
	assert.Nil(t, none.take(&log.Run))
}

// Names that runs get are those that they get in catalog order.
func TestEarlyGivesRunsNoNames(t *testing.T) {
	f := newFile()
	_, before := runAt(1, slices.Repeat([]hub.Status{hub.StatusCompleted}, 40)...)
	before.Run.Sequence = 1
	f.fold(before.Run.ID, before, folding{})
	f = reread(t, f)
	for _, e := range f.Examples { // as in a file of a version that repeats the IDs
		e.open()
		e.names = nil
	}
	f.names = runNames{}
	_, log := runAt(2, slices.Repeat([]hub.Status{hub.StatusCompleted}, 40)...)
	log.Run.Sequence = 2
	early := newEarly(f, &log.Run.RunHeader, "", asItIs)
	for i := range log.Run.Results {
		early.add(&log.Run.Results[i])
	}
	early.atRest()
	assert.Empty(t, early.finished)
	assert.Empty(t, f.names)
}

// Every part of a result counts when it is compared.
func TestIdenticalResults(t *testing.T) {
	whole := hub.Result{
		ID: "a", Status: hub.StatusError, RunID: "r", Reason: "why", Started: time.Unix(1, 0), Seconds: 1, Worker: 1,
		Attempts: []hub.Attempt{{}}, Error: &hub.Error{}, Flaky: true, Leaked: []string{"l"}, Doubtful: "d",
		AllowedFailure: &hub.AllowFailure{}, Baseline: "known", Fingerprint: "f", DependsOn: []string{"x"}, Past: &hub.Past{},
	}
	same := whole
	assert.True(t, identical(&whole, &same))
	for field, v := range reflect.ValueOf(&whole).Elem().Fields() {
		require.False(t, v.IsZero(), "%s needs a value above", field.Name)
		other := whole
		reflect.ValueOf(&other).Elem().FieldByName(field.Name).SetZero()
		assert.False(t, identical(&whole, &other), field.Name)
		if v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice { // equal, and yet another one
			other = whole
			copied := reflect.ValueOf(&other).Elem().FieldByName(field.Name)
			if v.Kind() == reflect.Slice {
				copied.Set(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, 1), v))
			} else {
				copied.Set(reflect.New(v.Type().Elem()))
			}
			assert.False(t, identical(&whole, &other), field.Name)
		}
	}
}
