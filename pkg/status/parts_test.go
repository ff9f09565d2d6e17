package status

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// attempt makes the state of an attempt at a part of a plan.
func attempt(t *testing.T, s *Store, plan, name string) *Store {
	own := Open(filepath.Join(s.dir(), PartsName, plan, name, "status.json"), s.now)
	own.Root, own.Guard, own.Claim = s.Root, s.Guard, s.Claim
	held, err := own.Lock(context.Background(), 0)
	require.NoError(t, err)
	require.NoError(t, held.Unlock())
	return own
}

func TestCleanRemovesOldParts(t *testing.T) {
	const old, young = "0123456789abcdef", "fedcba9876543210"
	for _, c := range []struct {
		name      string
		policy    Policy
		old, both bool // is removed
	}{
		{"nothing asked for", Policy{}, false, false},
		{"none is old", Policy{OlderThan: day.Add(-time.Hour)}, false, false},
		{"old ones", Policy{OlderThan: day}, true, false},
		{"only completed results", Policy{OlderThan: day, Completed: true}, false, false},
		{"all", Policy{All: true}, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStore(t)
			for plan, began := range map[string]time.Time{old: day.Add(-time.Minute), young: day.Add(time.Minute)} {
				for _, name := range []string{"00001-aa", "00002.3-job_7.0", "queue-x", "merge-00001-00010-x"} {
					attempt(t, s, plan, name)
				}
				dir := filepath.Join(s.dir(), PartsName, plan)
				require.NoError(t, os.Chtimes(dir, began, began))
			}
			s.now = func() time.Time { return day.Add(time.Hour) }
			assert.Equal(t, c.old || c.both, s.NeedsClean(c.policy))
			held := lock(t, s)
			var want []string
			for plan, gone := range map[string]bool{old: c.old, young: c.both} {
				if gone {
					want = append(want, filepath.Join(s.dir(), PartsName, plan))
				}
			}
			dry := c.policy
			dry.DryRun = true
			done, err := held.Clean(dry)
			require.NoError(t, err)
			assert.ElementsMatch(t, want, done.Files)
			assert.DirExists(t, filepath.Join(s.dir(), PartsName, old, "queue-x"))
			done, err = held.Clean(c.policy)
			require.NoError(t, err)
			assert.ElementsMatch(t, want, done.Files)
			for plan, gone := range map[string]bool{old: c.old, young: c.both} {
				_, err := os.Stat(filepath.Join(s.dir(), PartsName, plan))
				assert.Equal(t, gone, os.IsNotExist(err), plan)
			}
			require.NoError(t, held.Unlock())
			assert.False(t, c.both && s.NeedsClean(c.policy), "nothing is left to do")
		})
	}
}

func TestCleanKeepsRunningPartsAndWhatIsNotHubs(t *testing.T) {
	const plan = "0123456789abcdef"
	s := newStore(t)
	attempt(t, s, plan, "00001-gone")
	running := attempt(t, s, plan, "00002-running")
	own, err := running.Lock(t.Context(), 0)
	require.NoError(t, err)
	require.NoError(t, own.SetRun("20260101T000000.000Z-0001"))
	kept := []string{plan + "/notes", plan + "/00003-file", "other/00001-x/a", "0123456789ABCDEF/00001-x/a"}
	for _, name := range kept {
		file := filepath.Join(s.dir(), PartsName, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o777))
		require.NoError(t, os.WriteFile(file, []byte("mine\n"), 0o666))
	}
	gone := filepath.Join(s.dir(), PartsName, plan, "00001-gone")
	held := lock(t, s)
	for _, dry := range []bool{true, false} {
		done, err := held.Clean(Policy{All: true, DryRun: dry})
		require.NoError(t, err)
		assert.Equal(t, []string{gone}, done.Files)
	}
	assert.NoDirExists(t, gone)
	assert.FileExists(t, running.lockFile())
	for _, name := range kept {
		assert.FileExists(t, filepath.Join(s.dir(), PartsName, filepath.FromSlash(name)))
	}
	require.NoError(t, own.Unlock())
	done, err := held.Clean(Policy{All: true})
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(s.dir(), PartsName, plan, "00002-running")}, done.Files)
	require.NoError(t, held.Unlock())
}
