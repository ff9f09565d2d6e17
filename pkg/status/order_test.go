package status

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// Each of two runs has one result, and the second is dated before the first.
func TestNewestIsRecordedLast(t *testing.T) {
	for _, c := range []struct{ first, second hub.Status }{
		{hub.StatusCompleted, hub.StatusError},
		{hub.StatusError, hub.StatusCompleted},
		{hub.StatusError, hub.StatusSkipped},
		{hub.StatusSkipped, hub.StatusError},
		{hub.StatusCompleted, hub.StatusInterrupted},
		{hub.StatusCompleted, hub.StatusCompleted},
	} {
		for _, reversed := range []bool{false, true} { // the order of folding
			t.Run(fmt.Sprintf("%s then %s, reversed %v", c.first, c.second, reversed), func(t *testing.T) {
				f := newFile()
				ids := make([]string, 2)
				logs := make([]*runlog.Log, 2)
				ids[0], logs[0] = runAt(10, c.first)
				ids[1], logs[1] = runAt(4, c.second)
				logs[0].Run.Sequence, logs[1].Run.Sequence = 1, 2
				order := []int{0, 1}
				if reversed {
					slices.Reverse(order)
				}
				for _, i := range order {
					f.fold(ids[i], logs[i], folding{})
				}
				e, _ := f.Get("a")
				assert.Equal(t, c.second, e.Status)
				assert.Equal(t, ids[1], e.UpdatedRunID)
				if c.second != hub.StatusSkipped {
					assert.Equal(t, ids[1], e.RunID)
					assert.Equal(t, ids[1], e.Details().History[len(e.Details().History)-1].RunID)
				}
				if c.first == hub.StatusCompleted && c.second == hub.StatusCompleted {
					assert.Equal(t, e.LastExecuted, e.LastCompleted)
				}
				if n := len(e.Details().Errors); c.second == hub.StatusError {
					assert.Equal(t, ids[1], e.Details().Errors[n-1].RunID)
					assert.Equal(t, 2, e.Details().Errors[n-1].Attempt)
				}
				assert.Equal(t, ids, f.Metadata.FoldedRuns)
				assert.Equal(t, ids, []string{f.Runs[0].ID, f.Runs[1].ID})
				assert.Equal(t, logs[1].Run.End.Finished, f.Statistics.LastFullRun.Time)
				assert.Equal(t, int64(2), f.Metadata.Sequence)
			})
		}
	}
}

// The clock was set back between two attempts of one result.
func TestAttemptsAreOrderedByNumber(t *testing.T) {
	f := newFile()
	id, log := runAt(1, hub.StatusError)
	log.Run.Sequence = 1
	log.Run.Results[0].Attempts[1].Started = day.Add(-time.Hour)
	f.fold(id, log, folding{})
	id, log = runAt(0, hub.StatusError)
	log.Run.Sequence = 2
	f.fold(id, log, folding{})
	var got []string
	for _, e := range f.Examples["a"].Details().Errors {
		got = append(got, fmt.Sprintf("%d.%d", e.Sequence, e.Attempt))
	}
	assert.Equal(t, []string{"1.1", "1.2", "2.1", "2.2"}, got)
}

// Merging a shard that ran here before does not make its results newer than
// records in between.
func TestMergingDoesNotMakeResultsNewer(t *testing.T) {
	s := newStore(t)
	shard := recordAs(t, s, 1, 1, hub.StatusSkipped, hub.StatusCompleted)
	recordAs(t, s, 2, 2, hub.StatusError, hub.StatusError)
	fold(t, s)
	join := func() {
		l := lock(t, s)
		f, _, err := l.Fold()
		require.NoError(t, err)
		_, joined := runAt(1, hub.StatusSkipped, hub.StatusCompleted)
		joined.Run.ID, joined.Run.Joined = "20261122T150000.000Z-0000", []string{shard}
		for i := range joined.Run.Results {
			joined.Run.Results[i].RunID = shard
		}
		require.NoError(t, l.FoldRun(f, &joined.Run))
		require.NoError(t, l.Unlock())
	}
	for range 2 {
		join()
		f, _, err := s.Load()
		require.NoError(t, err)
		assert.Equal(t, hub.StatusError, statusOf(t, f, "a"))
		assert.Equal(t, hub.StatusError, statusOf(t, f, "b"))
		assert.Equal(t, int64(3), f.Metadata.Sequence, "joining again changes nothing")
	}

	// A run from another folder is the newest: it was recorded here last.
	other := newStore(t)
	recordAs(t, other, 7, 20, hub.StatusError)
	l := lock(t, other)
	f, _, err := l.Fold()
	require.NoError(t, err)
	id, joined := runAt(1, hub.StatusCompleted)
	joined.Run.Results[0].RunID = "elsewhere"
	require.NoError(t, l.FoldRun(f, &joined.Run))
	f, _, err = other.Load()
	require.NoError(t, err)
	assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "a"))
	assert.Equal(t, id, f.Runs[len(f.Runs)-1].ID)
}

func TestSequence(t *testing.T) {
	s := newStore(t)
	next := func(run string) int64 {
		l := lock(t, s)
		f, _, err := l.Fold()
		require.NoError(t, err)
		n, err := l.Sequence(f, run)
		require.NoError(t, err)
		require.NoError(t, l.Unlock())
		return n
	}
	assert.Equal(t, int64(1), next("new"))
	assert.Equal(t, int64(1), next("new"), "one that was not recorded uses none up")
	known := recordAs(t, s, 4, 1, hub.StatusCompleted)
	assert.Equal(t, int64(5), next("new"))
	assert.Equal(t, int64(4), next(known), "it is recorded already")
	// A log that this hub cannot fold counts, too.
	newer := `{"type":"run-started","run":{"schemaVersion":99,"id":"newer","sequence":8,"plan":"of another shape"}}` + "\n"
	require.NoError(t, os.WriteFile(runlog.Path(s.RunsDir(), "newer"), []byte(newer), 0o644))
	assert.Equal(t, int64(9), next("new"))
	// A log without a sequence that was found here gets the next one.
	late := record(t, s, 0, hub.StatusError)
	f, _ := fold(t, s)
	assert.Equal(t, int64(9), f.Metadata.RunSequences[late])
	assert.Equal(t, hub.StatusError, statusOf(t, f, "a"))
	// An invalid sequence counts as none.
	for n, forged := range []int64{-5, 0, maxSequence + 1, 1<<63 - 1} {
		id := recordAs(t, s, forged, 30+n, hub.StatusCompleted)
		f, _ = fold(t, s)
		assert.Equal(t, int64(10+n), f.Metadata.RunSequences[id])
	}
	// The maximum sequence does not stay the newest, though its clock is ahead.
	planted := recordAs(t, s, maxSequence, 50, hub.StatusCompleted)
	n := next("new")
	f, _ = fold(t, s)
	assert.Equal(t, n-1, f.Metadata.RunSequences[planted], "written before the run is recorded")
	failed := recordAs(t, s, n, 40, hub.StatusError)
	f, _ = fold(t, s)
	assert.Equal(t, hub.StatusError, statusOf(t, f, "a"))
	assert.Equal(t, failed, f.Runs[len(f.Runs)-1].ID)
	assert.Less(t, f.Metadata.Sequence, int64(100))
}

func TestRunsAreInOrder(t *testing.T) {
	s := newStore(t)
	runs := func() []string {
		ids, err := s.Runs()
		require.NoError(t, err)
		return ids
	}
	assert.Empty(t, runs())
	old1, old2 := record(t, s, 1, hub.StatusCompleted), record(t, s, 2, hub.StatusCompleted)
	third := recordAs(t, s, 3, 9, hub.StatusCompleted)
	fourth := recordAs(t, s, 4, 0, hub.StatusCompleted)
	want := []string{old1, old2, third, fourth}
	assert.Equal(t, want, runs(), "there is no status file")
	fold(t, s)
	assert.Equal(t, want, runs())
	fifth := recordAs(t, s, 5, 8, hub.StatusCompleted)
	assert.Equal(t, append(want, fifth), runs(), "one is not folded in yet")
	for _, text := range []string{"", "{", `{"metadata":{"version":"9.0"}}`} {
		require.NoError(t, os.WriteFile(s.File(), []byte(text), 0o644))
		assert.Equal(t, append(want, fifth), runs(), "the status file is %q", text)
	}
	require.NoError(t, os.Remove(s.File()))
	f, _ := fold(t, s)
	assert.Equal(t, append(want, fifth), f.Metadata.FoldedRuns)
	assert.Equal(t, fifth, f.Examples["a"].RunID)
}

// Random runs with random sequences result in the statuses of the runs with the
// greatest ones, in any order of folding.
func TestFoldOrderOfSequences(t *testing.T) {
	statuses := []hub.Status{hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusInterrupted, hub.StatusPending, ""}
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		n := 2 + rng.IntN(8)
		ids, logs, places := make([]string, n), make([]*runlog.Log, n), rng.Perm(n)
		want, at := map[string]hub.Status{}, map[string]int{}
		for i := range n {
			picked := make([]hub.Status, 5)
			for k := range picked {
				picked[k] = statuses[rng.IntN(len(statuses))]
			}
			ids[i], logs[i] = runAt(i, picked...)
			logs[i].Run.Sequence = int64(places[i] + 1)
			for _, res := range logs[i].Run.Results {
				if place, there := at[res.ID]; res.Ended() && (!there || places[i] > place) {
					at[res.ID], want[res.ID] = places[i], res.Status
				}
			}
		}
		var first string
		for range 4 {
			f := newFile()
			for _, i := range rng.Perm(n) {
				f.fold(ids[i], logs[i], folding{})
				f.fold(ids[i], logs[i], folding{})
			}
			for id, s := range want {
				require.Equal(t, s, statusOf(t, f, id), "seed %d", seed)
			}
			if first == "" {
				first = text(t, f)
			}
			require.Equal(t, first, text(t, f), "seed %d", seed)
			// The same after writing and reading.
			d, err := decode(strings.NewReader(first))
			require.NoError(t, err)
			require.Equal(t, first, text(t, d.file))
		}
	}
}
