package status

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// edit changes the log of a run.
func edit(t *testing.T, s *Store, id, from, to string) {
	data, err := os.ReadFile(runlog.Path(s.RunsDir(), id))
	require.NoError(t, err)
	require.Contains(t, string(data), from)
	require.NoError(t, os.WriteFile(runlog.Path(s.RunsDir(), id), bytes.ReplaceAll(data, []byte(from), []byte(to)), 0o644))
}

// A damaged log never turns a failure into a pass, and does not keep an earlier
// pass when a result is unknown.
func TestDamagedLogsProveNoPass(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted)
	f, notes := fold(t, s)
	assert.Empty(t, notes)
	assert.Equal(t, 3, f.Metadata.Completed)

	second := record(t, s, 2, hub.StatusError, hub.StatusError, hub.StatusCompleted)
	edit(t, s, second, `"id":"b","status":"error"`, `"id":"b","status":"completed"`)
	check := func(f *File, notes []Note) {
		t.Helper()
		assert.Equal(t, hub.StatusError, statusOf(t, f, "a"))
		assert.Equal(t, hub.StatusError, statusOf(t, f, "b"), "edited into a pass")
		c, _ := f.Get("c")
		assert.Equal(t, hub.StatusError, c.Status)
		require.Len(t, c.Details().Errors, 1)
		assert.Equal(t, hub.ErrNoResult, c.Details().Errors[0].Type)
		require.Len(t, loud(notes), 1)
		assert.True(t, strings.HasPrefix(loud(notes)[0], "run "+second+": the run log is damaged"), loud(notes))
		assert.Equal(t, hub.VerdictTrouble, f.Runs[1].Verdict)
	}
	f, notes, err := s.Load()
	require.NoError(t, err)
	check(f, notes)
	check(fold(t, s))

	// The next run of the examples resolves it.
	record(t, s, 3, hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted)
	f, notes = fold(t, s)
	assert.Empty(t, notes)
	assert.Equal(t, 3, f.Metadata.Completed)
}

// Logs that an older hub closed count as before; this is reported only with
// --verbose.
func TestUnsealedLogsCount(t *testing.T) {
	s := newStore(t)
	id := record(t, s, 1, hub.StatusCompleted, hub.StatusError)
	data, err := os.ReadFile(runlog.Path(s.RunsDir(), id))
	require.NoError(t, err)
	head, _, found := bytes.Cut(data, []byte(`,"seal"`))
	require.True(t, found)
	require.NoError(t, os.WriteFile(runlog.Path(s.RunsDir(), id), append(head, "}}\n"...), 0o644))
	f, notes := fold(t, s)
	assert.Empty(t, loud(notes))
	require.Len(t, notes, 1)
	assert.Contains(t, notes[0].Text, "has no seal")
	assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "a"))
	assert.Equal(t, hub.StatusError, statusOf(t, f, "b"))
}
