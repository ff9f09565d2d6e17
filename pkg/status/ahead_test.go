package status

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// What was read ahead counts only as long as the file is the same.
func TestWhatWasReadAheadIsNotOutdated(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, s *Store){
		"unchanged": func(*testing.T, *Store) {},
		"another run": func(t *testing.T, s *Store) {
			record(t, s, 2, hub.StatusError)
			fold(t, Open(s.File(), time.Now))
		},
		"another log": func(t *testing.T, s *Store) { record(t, s, 2, hub.StatusError) },
		"removed":     func(t *testing.T, s *Store) { require.NoError(t, os.Remove(s.File())) },
		"truncated":   func(t *testing.T, s *Store) { require.NoError(t, os.Truncate(s.File(), 100)) },
		"another time": func(t *testing.T, s *Store) {
			require.NoError(t, os.Chtimes(s.File(), day, day))
		},
		"of a newer hub": func(t *testing.T, s *Store) {
			require.NoError(t, os.WriteFile(s.File(), []byte(`{"metadata":{"version":"9.0"}}`), 0o644))
		},
		"a folder": func(t *testing.T, s *Store) {
			require.NoError(t, os.Remove(s.File()))
			require.NoError(t, os.Mkdir(s.File(), 0o755))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			record(t, s, 1, hub.StatusCompleted, hub.StatusError)
			fold(t, s)
			s.Ahead()() // has read before the lock is taken
			change(t, s)

			plain := Open(s.File(), time.Now)
			l := lock(t, plain)
			want, _, _, wrong := l.fold(false)
			require.NoError(t, l.Unlock())
			got, _, err := lock(t, s).Fold()
			if wrong != nil {
				assert.Equal(t, wrong, err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, opened(want), opened(got))
			assert.Nil(t, s.ahead, "it serves once")
		})
	}
}

// Without a file there is nothing to read, and nobody waits.
func TestNothingIsReadAheadOfTheFirstRun(t *testing.T) {
	s := newStore(t)
	s.Ahead()()
	record(t, s, 1, hub.StatusCompleted)
	f, _ := fold(t, s)
	assert.Len(t, f.Examples, 1)
}
