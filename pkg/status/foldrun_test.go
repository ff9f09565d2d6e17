package status

import (
	"os"
	"testing"

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
