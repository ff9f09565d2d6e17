package status

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// A file of format 3.1, whose entries repeat what can be derived, is read with the
// values that it has, but for finer times of past results. The next writer writes
// it in the new format and keeps a copy, and the values stay.
func TestFormat31(t *testing.T) {
	whole, err := os.ReadFile("testdata/status-3.1.json")
	require.NoError(t, err)
	d, err := decode(bytes.NewReader(whole))
	require.NoError(t, err)
	require.NoError(t, d.damage)
	require.True(t, d.legacy())

	var want struct {
		Examples map[string]struct {
			Entry
			Details
		} `json:"examples"`
	}
	require.NoError(t, json.Unmarshal(whole, &want))
	require.Len(t, d.file.Examples, len(want.Examples))
	for id, w := range want.Examples {
		for i := range w.History {
			w.History[i].Time = inSeconds(w.History[i].Time.Time)
		}
		got := openedEntry(d.file.Examples[id])
		details := got.details
		got.details, w.Entry.details = nil, nil
		assert.Equal(t, w.Entry, *got, id)
		assert.Equal(t, normal(w.Details), normal(*details), id)
	}

	s := newStore(t)
	s.Root = "/p"
	require.NoError(t, os.MkdirAll(s.dir(), 0o755))
	require.NoError(t, os.WriteFile(s.File(), whole, 0o600))
	f, notes := fold(t, s)
	assert.Len(t, loud(notes), 1)
	copies, err := s.asides(kindBackup)
	require.NoError(t, err)
	require.Len(t, copies, 1)
	kept, err := os.ReadFile(copies[0].path)
	require.NoError(t, err)
	assert.Equal(t, whole, kept)
	assert.Equal(t, opened(d.file), opened(f))

	snap, err := s.read(keepLines)
	require.NoError(t, err)
	require.NoError(t, snap.damage)
	assert.Equal(t, Version, snap.version)
	assert.Equal(t, opened(d.file), opened(snap.file))
	info, err := os.Stat(s.File())
	require.NoError(t, err)
	assert.Less(t, info.Size(), int64(len(whole))*3/4)

	// A result that the new file has is not added again.
	e := snap.file.Examples["examples/d.sh"]
	attempts := e.Attempts
	last := e.Details().History[len(e.Details().History)-1]
	_, log := runAt(0, hub.StatusError)
	log.Run.Plan[0].ID, log.Run.Results[0].ID = e.ID, e.ID
	log.Run.Sequence = last.Sequence
	snap.file.fold(last.RunID, log, folding{root: "/p"})
	assert.Equal(t, attempts, e.Attempts)
}
