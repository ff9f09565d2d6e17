package runlog

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/plainfile"
)

// An event that would make the log larger than readers accept is not written,
// and the log stays readable.
func TestMaxSize(t *testing.T) {
	w, err := Create(t.TempDir(), "r")
	require.NoError(t, err)
	w.most = 300
	started := hub.Event{Type: hub.EventRunStarted, Time: time.Unix(1, 0), Run: &hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: "r"}}
	require.NoError(t, w.Append(started))
	for err == nil {
		err = w.Append(hub.Event{Type: hub.EventExampleStarted, Time: time.Unix(1, 0), ID: "a"})
	}
	assert.ErrorIs(t, err, ErrTooLarge)
	assert.ErrorIs(t, w.Append(hub.Event{Type: hub.EventRunFinished, Time: time.Unix(1, 0), End: &hub.RunEnd{}}), ErrTooLarge)
	require.NoError(t, w.Close())
	info, err := os.Stat(w.Path())
	require.NoError(t, err)
	assert.LessOrEqual(t, info.Size(), int64(300))
	log, err := Read(w.Path())
	require.NoError(t, err)
	assert.True(t, log.Started && !log.Closed && log.Bad == 0)
}

// A sparse file that is too large is refused before it is read. If this test
// fails, it takes minutes.
func TestSparseFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := Path(dir, "r")
	require.NoError(t, os.WriteFile(path, []byte(`{"type":"run-started"}`+"\n"), 0o644))
	if err := os.Truncate(path, 300<<30); err != nil {
		t.Skip("no files of that size here:", err)
	}
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	for what, read := range map[string]func() error{
		"Read":     func() error { _, err := Read(path); return err },
		"ReadIn":   func() error { _, err := ReadIn(t.Context(), root, "r"); return err },
		"Sequence": func() error { _, err := Sequence(root, "r"); return err },
	} {
		var notPlain *plainfile.Error
		require.ErrorAs(t, read(), &notPlain, what)
		assert.Equal(t, int64(MaxSize), notPlain.Most, what)
	}
	// Below the limit, a line expected at the start is searched only there.
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	require.NoError(t, os.Truncate(path, MaxSize))
	n, err := Sequence(root, "r")
	require.NoError(t, err)
	assert.Zero(t, n)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("a signal")
	cancel(why)
	_, err = ReadIn(ctx, root, "r")
	assert.ErrorIs(t, err, why)
}

// A link instead of a log in the state folder is not followed; a link named by
// a user is.
func TestLinksToLogs(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(t.TempDir(), "r.ndjson")
	require.NoError(t, os.WriteFile(other, []byte(`{"type":"run-started","run":{"schemaVersion":2,"id":"r"}}`+"\n"), 0o644))
	if err := os.Symlink(other, Path(dir, "r")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	_, err = ReadIn(t.Context(), root, "r")
	assert.ErrorContains(t, err, "is not a file but a symbolic link: move it away")
	log, err := Read(Path(dir, "r"))
	require.NoError(t, err)
	assert.True(t, log.Started)
}
