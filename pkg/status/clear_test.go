package status

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func clearErrors(t testing.TB, s *Store, dry bool, examples []hub.Example, ids ...string) []Entry {
	l := lock(t, s)
	cleared, _, err := l.ClearErrors(examples, func(*File, []string) ([]string, error) { return ids, nil }, dry)
	require.NoError(t, err)
	require.NoError(t, l.Unlock())
	return cleared
}

func catalogOf(ids string) []hub.Example {
	var out []hub.Example
	for i, id := range strings.Fields(ids) {
		out = append(out, hub.Example{Index: i + 1, ID: id, Name: id, Group: "g", Path: "g/" + id + ".sh"})
	}
	return out
}

func TestClearErrors(t *testing.T) {
	s := newStore(t)
	first := record(t, s, 1, hub.StatusCompleted, hub.StatusCompleted, hub.StatusError)
	second := record(t, s, 2, hub.StatusError, hub.StatusCompleted, hub.StatusError)

	assert.Len(t, clearErrors(t, s, true, catalogOf("a b"), "a", "b", "c", "nobody"), 2)
	f, _ := fold(t, s)
	assert.Equal(t, hub.StatusError, statusOf(t, f, "a"), "dry")

	was := clearErrors(t, s, false, catalogOf("a b"), "c", "b", "a")
	require.Len(t, was, 2, "b did not fail")
	assert.Equal(t, "c", was[0].ID, "in the order that was asked for")
	assert.Len(t, was[1].Details().Errors, 2, "as it was")

	check := func(f *File) {
		a, ok := f.Get("a")
		require.True(t, ok)
		assert.Equal(t, hub.StatusPending, a.Status)
		assert.Equal(t, ReasonCleared, a.Reason)
		assert.Empty(t, a.Details().Errors)
		assert.True(t, a.LastExecuted.IsZero())
		assert.Empty(t, a.Fingerprint+a.Details().Output+a.RunID)
		assert.False(t, a.LastCompleted.IsZero())
		require.Len(t, a.Details().History, 1, "the pass stays")
		assert.Equal(t, first, a.Details().History[0].RunID)
		assert.Equal(t, 3, a.Attempts)
		assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "b"))
	}
	f, _ = fold(t, s)
	check(f)
	assert.Nil(t, f.Examples["c"], "it is gone, and so is its entry")
	loaded, _, err := s.Load()
	require.NoError(t, err)
	check(loaded)
	assert.Equal(t, 0, loaded.Statistics.Errors)

	// The file is truncated after the entries: all logs are folded again.
	data, err := os.ReadFile(s.File())
	require.NoError(t, err)
	at := strings.Index(string(data), `"statistics"`)
	require.NoError(t, os.WriteFile(s.File(), data[:at+5], 0o644))
	f, notes := fold(t, s)
	require.NotEmpty(t, loud(notes))
	check(f)

	// A later failure counts, whatever the clock says: this run is dated
	// earlier.
	require.NotEqual(t, record(t, s, 3, hub.StatusError), second)
	f, _ = fold(t, s)
	a, _ := f.Get("a")
	assert.Equal(t, hub.StatusError, a.Status)
	assert.Empty(t, a.Reason)
	assert.Len(t, a.Details().Errors, 2)
}

func TestClearErrorsOfNothingWritesNothing(t *testing.T) {
	s := newStore(t)
	assert.Empty(t, clearErrors(t, s, false, nil))
	assert.NoFileExists(t, s.File())
	record(t, s, 1, hub.StatusCompleted)
	fold(t, s)
	before, err := os.Stat(s.File())
	require.NoError(t, err)
	assert.Empty(t, clearErrors(t, s, false, catalogOf("a"), "a"))
	after, err := os.Stat(s.File())
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, after), "it was not replaced")

	_, _, err = lock(t, s).ClearErrors(nil, func(*File, []string) ([]string, error) { return nil, errors.ErrUnsupported }, false)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}
