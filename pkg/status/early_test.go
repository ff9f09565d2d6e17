package status

import (
	"hash/maphash"
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
		require.Greater(t, early.made(), added-left-batch, "the rest is folded early")
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
	assert.Zero(t, early.made())
	assert.Empty(t, f.names)
}

// made returns how many entries were made early.
func (e *Early) made() (n int) {
	for i := range e.finished {
		if e.finished[i].of != (mark{}) {
			n++
		}
	}
	return n
}

// Every part of a result counts when it is compared.
func TestMarksTellResultsApart(t *testing.T) {
	seed := maphash.MakeSeed()
	whole := hub.Result{
		ID: "a", Status: hub.StatusError, RunID: "r", Reason: "why", Started: time.Unix(1, 1), Seconds: 1, Worker: 1,
		Attempts: []hub.Attempt{{}}, Error: &hub.Error{Type: "t"}, Flaky: true, Leaked: []string{"l", "m"}, Doubtful: "d",
		AllowedFailure: &hub.AllowFailure{Reason: "a"}, Baseline: "known", Fingerprint: "f", DependsOn: []string{"x"}, Past: &hub.Past{Outcomes: "c"},
	}
	marked := markOf(seed, &whole)
	same := whole
	assert.Equal(t, marked, markOf(seed, &same))
	assert.NotEqual(t, mark{}, markOf(seed, &hub.Result{}))
	for field, v := range reflect.ValueOf(&whole).Elem().Fields() {
		require.False(t, v.IsZero(), "%s needs a value above", field.Name)
		other := whole
		changed := reflect.ValueOf(&other).Elem().FieldByName(field.Name)
		changed.SetZero()
		assert.False(t, marked == markOf(seed, &other), field.Name)
		if v.Kind() == reflect.Pointer {
			changed.Set(reflect.New(v.Type().Elem()))
			assert.False(t, marked == markOf(seed, &other), field.Name)
		}
	}
	other := whole
	other.Attempts = slices.Clone(whole.Attempts)   // equal, and yet another one
	assert.False(t, marked == markOf(seed, &other)) // not by what the pointers refer to
	other = whole
	other.Attempts = append(whole.Attempts[:1:1], hub.Attempt{})
	assert.False(t, marked == markOf(seed, &other))
	other = whole
	other.Leaked = []string{"lm"}
	assert.False(t, marked == markOf(seed, &other))
	other.Leaked = []string{"l", "n"}
	assert.False(t, marked == markOf(seed, &other))
	other = whole
	other.Started = time.Unix(1, 2)
	assert.False(t, marked == markOf(seed, &other))
}
