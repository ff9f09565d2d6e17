package status

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// Folding runs from their logs and from memory gives the same status, and
// nothing is left to fold.
func TestFoldRunIsFold(t *testing.T) {
	byLog, inMemory := newStore(t), newStore(t)
	inMemory.Root = byLog.Root
	recordAs(t, byLog, 1, 1, hub.StatusCompleted, hub.StatusError)
	recordAs(t, inMemory, 1, 1, hub.StatusCompleted, hub.StatusError)

	id := recordAs(t, byLog, 2, 2, hub.StatusError, hub.StatusCompleted, hub.StatusSkipped)
	want, _ := fold(t, byLog)

	l := lock(t, inMemory)
	f, _, err := l.Fold()
	require.NoError(t, err)
	require.Equal(t, id, recordAs(t, inMemory, 2, 2, hub.StatusError, hub.StatusCompleted, hub.StatusSkipped))
	log, err := runlog.Read(runlog.Path(inMemory.RunsDir(), id))
	require.NoError(t, err)
	require.NoError(t, l.FoldRun(f, &log.Run))
	before, err := os.ReadFile(inMemory.File())
	require.NoError(t, err)

	got, notes, err := l.Fold()
	require.NoError(t, err)
	assert.Empty(t, notes)
	after, err := os.ReadFile(inMemory.File())
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "nothing was left to fold")
	assert.Equal(t, opened(want), opened(got))
	assert.Equal(t, want.Statistics, got.Statistics)
	assert.Equal(t, want.Metadata.FoldedRuns, got.Metadata.FoldedRuns)
}

// A run is written as if its entries were held, whatever was recorded of the examples
// before, and again the same: skips, failures, flaky passes, results of shards of which
// some are recorded here, and what is judged otherwise than in its own run.
func TestFoldRunHoldsNoEntries(t *testing.T) {
	statuses := []hub.Status{hub.StatusCompleted, hub.StatusError, hub.StatusSkipped, hub.StatusInterrupted, hub.StatusPending}
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 40 {
		some := func() []hub.Status {
			list := make([]hub.Status, 1+random.IntN(8))
			for i := range list {
				list[i] = statuses[random.IntN(len(statuses))]
			}
			return list
		}
		s := newStore(t)
		s.now = func() time.Time { return day }
		var shards []string
		for n := range random.IntN(4) {
			shards = append(shards, recordAs(t, s, int64(n+1), n+1, some()...))
		}
		shards = append(shards, "", "20260101T000000.000Z-ffff")
		l := lock(t, s)
		held, _, err := l.Fold()
		require.NoError(t, err)
		laid, _, err := l.Fold()
		require.NoError(t, err)
		_, log := runAt(9, some()...)
		for i := range log.Run.Results {
			if log.Run.Results[i].Ended() {
				log.Run.Results[i].RunID = shards[random.IntN(len(shards))]
				log.Run.Results[i].Flaky = log.Run.Results[i].Status == hub.StatusCompleted && random.IntN(3) == 0
			}
		}
		text := func() string {
			text, err := os.ReadFile(s.File())
			require.NoError(t, err)
			return string(text)
		}
		byHand := log.Run
		require.NoError(t, l.addRun(held, &byHand, nil))
		require.NoError(t, l.saveRun(held, &byHand))
		want, _, err := s.Load()
		require.NoError(t, err)
		wantText := text()
		entries := len(laid.Examples)
		for again := range 2 {
			require.NoError(t, l.FoldRun(laid, &log.Run))
			got, _, err := s.Load()
			require.NoError(t, err)
			assert.Equal(t, opened(want), opened(got), "round %d, %d", round, again)
			assert.Equal(t, want.Statistics, got.Statistics)
			assert.Equal(t, want.Metadata.FoldedRuns, got.Metadata.FoldedRuns)
			assert.Equal(t, want.Runs, got.Runs)
			assert.Equal(t, wantText, text(), "round %d, %d", round, again)
		}
		assert.Len(t, laid.Examples, entries, "the entries of the run are not held")
		require.NoError(t, l.Unlock())
	}
}

// The disk was full when the log was written.
func TestFoldRunOfAnIncompleteLog(t *testing.T) {
	s := newStore(t)
	l := lock(t, s)
	f, _, err := l.Fold()
	require.NoError(t, err)
	id, log := runAt(1, hub.StatusCompleted)
	w, err := runlog.Create(s.RunsDir(), id)
	require.NoError(t, err)
	require.NoError(t, w.Append(events(&log.Run)[0]))
	require.NoError(t, w.Close())
	require.NoError(t, l.FoldRun(f, &log.Run))
	got, _, err := l.Fold()
	require.NoError(t, err)
	assert.Equal(t, hub.StatusCompleted, statusOf(t, got, log.Run.Results[0].ID))
}
