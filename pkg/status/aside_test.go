package status

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// damaged makes the status file unreadable.
func damaged(t *testing.T, s *Store) {
	require.NoError(t, os.WriteFile(s.File(), []byte("{junk"), 0o644))
}

func TestSetAsideKeepsTheNewestFew(t *testing.T) {
	s, _ := stocked(t)
	l := lock(t, s)
	theirs := s.File() + ".corrupt-before-the-upgrade"
	require.NoError(t, os.WriteFile(theirs, nil, 0o644))
	var made, texts []string
	for n := range 14 {
		s.now = func() time.Time { return day.Add(time.Duration(n/12) * time.Hour) } // twelve in one second
		damaged(t, s)
		_, notes, err := l.Fold()
		require.NoError(t, err)
		require.Len(t, notes, 1)
		copies, err := s.asides(kindCorrupt)
		require.NoError(t, err)
		require.Len(t, copies, min(n+1, keptCopies))
		made = append(made, copies[len(copies)-1].path)
		texts = append(texts, notes[0].Text)
	}
	assert.Equal(t, s.File()+".corrupt-20261122T140000Z-12", made[11], "the newest is the last, ten or not")
	for i, text := range texts {
		assert.Contains(t, text, "kept as "+made[i])
		if i < keptCopies {
			assert.NotContains(t, text, "removed")
		} else {
			assert.Contains(t, text, "removed: "+made[i-keptCopies])
			assert.NoFileExists(t, made[i-keptCopies])
		}
	}

	// The clock was set back: the copy just made must not be removed, now or
	// when cleaning.
	s.now = func() time.Time { return day.Add(-time.Hour) }
	damaged(t, s)
	_, _, err := l.Fold()
	require.NoError(t, err)
	_, err = l.Clean(Policy{})
	require.NoError(t, err)
	copies, err := s.asides(kindCorrupt)
	require.NoError(t, err)
	require.Len(t, copies, keptCopies)
	assert.Equal(t, s.File()+".corrupt-20261122T150000Z-3", copies[keptCopies-1].path)
	assert.FileExists(t, copies[keptCopies-1].path)
	assert.FileExists(t, theirs)
}

// Copies made before there was a limit are removed when cleaning.
func TestCleanRemovesSurplusCopies(t *testing.T) {
	s, _ := stocked(t)
	assert.False(t, s.NeedsClean(Policy{}))
	var want []string
	for n := range 8 {
		file := s.File() + ".corrupt-" + day.Add(time.Duration(n)*time.Hour).Format(stamp)
		require.NoError(t, os.WriteFile(file, nil, 0o644))
		if n < 8-keptCopies {
			want = append(want, file)
		}
	}
	assert.True(t, s.NeedsClean(Policy{}))
	l := lock(t, s)
	c, err := l.Clean(Policy{DryRun: true})
	require.NoError(t, err)
	assert.Equal(t, want, c.Files)
	c, err = l.Clean(Policy{})
	require.NoError(t, err)
	assert.Equal(t, want, c.Files)
	kept, err := filepath.Glob(s.File() + ".corrupt-*")
	require.NoError(t, err)
	assert.Len(t, kept, keptCopies)
	assert.False(t, s.NeedsClean(Policy{}))
}
