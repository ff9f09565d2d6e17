package status

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

func TestSkew(t *testing.T) {
	f := newFile()
	assert.Empty(t, f.Skew(day))
	id, log := runAt(10, hub.StatusCompleted) // ends half a minute later
	log.Run.Sequence = 1
	f.fold(id, log, folding{})
	ended := day.Add(10*time.Minute + 30*time.Second)
	assert.Empty(t, f.Skew(ended))
	assert.Empty(t, f.Skew(ended.Add(-SkewTolerance)), "a small difference misleads no one")
	notes := f.Skew(ended.Add(-5 * time.Minute))
	require.Len(t, notes, 1)
	assert.Contains(t, notes[0].Text, "run "+id+", recorded before this one, ended at 2026-11-22T14:10:30Z (5m0s later)")
	assert.False(t, notes[0].Verbose)
	// The run that reported it is recorded: the next one reports nothing.
	id, log = runAt(5, hub.StatusCompleted)
	log.Run.Sequence = 2
	f.fold(id, log, folding{})
	assert.Empty(t, f.Skew(day.Add(6*time.Minute)))
	assert.Len(t, f.Skew(day), 1)
}

// Removing results by age uses the clock, but never removes results recorded
// after one that is not old, or dated in the future.
func TestCleanByAgeIsSafe(t *testing.T) {
	s := newStore(t)
	s.now = func() time.Time { return day.Add(100 * time.Minute) }
	recordAs(t, s, 1, 1, hub.StatusError)              // a: old
	recordAs(t, s, 2, 50, "", hub.StatusError)         // b: not old
	recordAs(t, s, 3, 2, "", "", hub.StatusError)      // c: dated before, recorded after
	recordAs(t, s, 4, 900, "", "", "", "", "", "", "") // nothing
	fold(t, s)
	policy := Policy{OlderThan: day.Add(30 * time.Minute)}
	assert.True(t, s.NeedsClean(policy))
	c, err := lock(t, s).Clean(policy)
	require.NoError(t, err)
	assert.Equal(t, "a:old", ids(c.Entries))

	future := newStore(t)
	future.now = s.now
	recordAs(t, future, 1, 900, hub.StatusError)   // a: dated in the future
	recordAs(t, future, 2, 1, "", hub.StatusError) // b: old, and that shows nothing about it
	fold(t, future)
	c, err = lock(t, future).Clean(policy)
	require.NoError(t, err)
	assert.Equal(t, "b:old", ids(c.Entries))
}
