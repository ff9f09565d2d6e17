package status

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// A status file that is too large is damaged: it is set aside and rebuilt from
// the run logs. If this test fails, it takes minutes.
func TestSparseStatusFile(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted)
	fold(t, s)
	if err := os.Truncate(s.File(), 300<<30); err != nil {
		t.Skip("no files of that size here:", err)
	}
	f, notes, err := s.Load()
	require.NoError(t, err)
	require.Len(t, loud(notes), 1)
	assert.Contains(t, loud(notes)[0], "is damaged (it has 322122547200 bytes")
	assert.Len(t, f.Examples, 1)

	f, _ = fold(t, s)
	assert.Len(t, f.Examples, 1)
	copies, err := s.asides(kindCorrupt)
	require.NoError(t, err)
	assert.Len(t, copies, 1)
	info, err := os.Stat(s.File())
	require.NoError(t, err)
	assert.Less(t, info.Size(), int64(1<<20))
}

// Logs behind a link out of the folder do not belong to this store, and nothing
// is removed there.
func TestRunsThatLeadOut(t *testing.T) {
	other := newStore(t)
	id := record(t, other, 1, hub.StatusCompleted)
	s := newStore(t)
	require.NoError(t, os.MkdirAll(s.dir(), 0o755))
	if err := os.Symlink(other.RunsDir(), s.RunsDir()); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	f, notes, err := s.Load()
	require.NoError(t, err)
	assert.Empty(t, f.Examples)
	require.Len(t, loud(notes), 1)
	assert.Contains(t, loud(notes)[0], "runs is not a folder but a symbolic link: move it away")
	_, err = s.Log(t.Context(), id)
	assert.ErrorContains(t, err, "is not a folder but a symbolic link")
	_, err = s.Runs()
	assert.Error(t, err)
	_, err = s.Lock(t.Context(), 0)
	assert.ErrorContains(t, err, "leads out of")
	there, err := runlog.List(other.RunsDir())
	require.NoError(t, err)
	assert.Equal(t, []string{id}, there)
}

// Canceling the context of the lock stops folding. Logs that were not read are
// not skipped: nothing is written.
func TestFoldingEndsWithTheContext(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted)
	ctx, cancel := context.WithCancelCause(t.Context())
	l, err := s.Lock(ctx, 0)
	require.NoError(t, err)
	why := errors.New("a signal")
	cancel(why)
	_, _, err = l.Fold()
	assert.ErrorIs(t, err, why)
	require.NoError(t, l.Unlock())
	assert.NoFileExists(t, s.File())
	f, _ := fold(t, s)
	assert.Len(t, f.Examples, 1)
}

// Neither the lock's holder nor .gitignore is read through links.
func TestLinksAreNotHubsFiles(t *testing.T) {
	s := newStore(t)
	require.NoError(t, os.MkdirAll(s.dir(), 0o755))
	other := filepath.Join(t.TempDir(), "holder")
	require.NoError(t, os.WriteFile(other, []byte(`{"pid":1,"runId":"x"}`), 0o644))
	if err := os.Symlink(other, s.holderFile()); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	assert.Equal(t, Holder{}, s.holder())
	l := lock(t, s)
	require.NoError(t, l.SetRun("r"))
	assert.Equal(t, "r", s.holder().RunID)
	text, err := os.ReadFile(other)
	require.NoError(t, err)
	assert.Equal(t, `{"pid":1,"runId":"x"}`, string(text))
}
