package status

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// stocked returns a store with three runs and four examples: a and b last ran
// in the first, c in the second, d in the third.
func stocked(t testing.TB) (*Store, []string) {
	s := newStore(t)
	s.now = func() time.Time { return day.Add(time.Hour) }
	runs := []string{
		record(t, s, 1, hub.StatusCompleted, hub.StatusError),
		record(t, s, 2, "", "", hub.StatusSkipped),
		record(t, s, 4, "", "", "", hub.StatusCompleted),
	}
	fold(t, s)
	return s, runs
}

func ids(removed []Removed) string {
	var list []string
	for _, r := range removed {
		list = append(list, r.ID+":"+r.Reason)
	}
	return strings.Join(list, " ")
}

func TestClean(t *testing.T) {
	for _, c := range []struct {
		name    string
		policy  Policy
		removed string
		left    string
		runs    int // removed
	}{
		{"nothing to do", Policy{OlderThan: day, KeepRuns: 20, Gone: func(string, string) bool { return false }}, "", "a b c d", 0},
		{"nothing asked for", Policy{}, "", "a b c d", 0},
		{"older", Policy{OlderThan: day.Add(2 * time.Minute)}, "a:old b:old", "c d", 0},
		{"a skip is a result", Policy{OlderThan: day.Add(3 * time.Minute)}, "a:old b:old c:old", "d", 0},
		{"completed", Policy{Completed: true}, "a:completed d:completed", "b c", 0},
		{"gone", Policy{Gone: func(id, path string) bool { return id == "b" && path == "g/b.sh" }}, "b:gone", "a c d", 0},
		{"run logs", Policy{KeepRuns: 1}, "", "a b c d", 2},
		{"all", Policy{All: true, KeepRuns: 20}, "a:all b:all c:all d:all", "", 3},
		{"several narrow", Policy{Completed: true, OlderThan: day.Add(2 * time.Minute), KeepRuns: 2}, "a:completed", "b c d", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, runs := stocked(t)
			idle := c.removed == "" && c.runs == 0
			assert.Equal(t, !idle, s.NeedsClean(c.policy))
			before, err := os.ReadFile(s.File())
			require.NoError(t, err)
			l := lock(t, s)

			dry := c.policy
			dry.DryRun = true
			would, err := l.Clean(dry)
			require.NoError(t, err)
			after, err := os.ReadFile(s.File())
			require.NoError(t, err)
			assert.Equal(t, before, after)
			there, err := runlog.List(s.RunsDir())
			require.NoError(t, err)
			assert.Equal(t, runs, there)

			did, err := l.Clean(c.policy)
			require.NoError(t, err)
			assert.Equal(t, would, did, "a dry run reports what is done")
			assert.Equal(t, c.removed, ids(did.Entries))
			assert.Equal(t, runs[:c.runs], did.Runs)
			assert.Equal(t, idle, did.Nothing())
			f, notes, err := l.Fold()
			require.NoError(t, err)
			assert.Empty(t, notes)
			assert.Equal(t, c.left, strings.Join(f.IDs(), " "), "removed entries do not come back")
			assertRecount(t, f)
			if narrow := c.policy.Completed && !c.policy.OlderThan.IsZero(); !narrow { // the metadata cannot tell both at once
				assert.False(t, s.NeedsClean(c.policy), "once is enough")
			}
			loaded, _, err := s.Load()
			require.NoError(t, err)
			assert.Equal(t, c.left, strings.Join(loaded.IDs(), " "))
		})
	}
}

func TestCleanFoldsFirst(t *testing.T) {
	s, _ := stocked(t)
	fresh := record(t, s, 5, hub.StatusError)
	assert.True(t, s.NeedsClean(Policy{KeepRuns: 20}))
	l := lock(t, s)
	dry, err := l.Clean(Policy{KeepRuns: 1, DryRun: true})
	require.NoError(t, err)
	c, err := l.Clean(Policy{KeepRuns: 1})
	require.NoError(t, err)
	assert.Equal(t, dry, c)
	assert.Len(t, c.Runs, 3)
	f, _, err := s.Load()
	require.NoError(t, err)
	assert.Equal(t, hub.StatusError, statusOf(t, f, "a"))
	assert.Equal(t, []string{fresh}, must(runlog.List(s.RunsDir())))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestCleanKeepsTheLiveRun(t *testing.T) {
	s, _ := stocked(t)
	l := lock(t, s)
	id, log := runAt(0, hub.StatusCompleted) // older than all others by its clock
	require.NoError(t, l.SetRun(id))
	w, err := runlog.Create(s.RunsDir(), id)
	require.NoError(t, err)
	require.NoError(t, w.Append(events(&log.Run)...))
	assert.False(t, s.NeedsClean(Policy{KeepRuns: 20}), "a living run is folded when it ends")
	c, err := l.Clean(Policy{All: true})
	require.NoError(t, err)
	assert.Len(t, c.Runs, 3)
	assert.FileExists(t, w.Path())
	require.NoError(t, w.Append(end(&log.Run)))
	require.NoError(t, w.Close())
	f, _, err := l.Fold()
	require.NoError(t, err)
	assert.Equal(t, "a", strings.Join(f.IDs(), " "))
}

func TestCleanBackups(t *testing.T) {
	s, _ := stocked(t)
	l := lock(t, s)
	whole, err := os.ReadFile(s.File())
	require.NoError(t, err)
	var made []string
	for n := range 8 {
		s.now = func() time.Time { return day.Add(time.Duration(n/2) * time.Hour) } // two in one second
		assert.True(t, s.NeedsClean(Policy{Backup: true}))
		c, err := l.Clean(Policy{Backup: true})
		require.NoError(t, err)
		assert.True(t, len(c.Files) <= 1)
		data, err := os.ReadFile(c.Backup)
		require.NoError(t, err)
		assert.Equal(t, string(whole), string(data))
		made = append(made, c.Backup)
	}
	kept, err := filepath.Glob(s.File() + ".backup-*")
	require.NoError(t, err)
	assert.Equal(t, made[3:], kept)
	assert.Equal(t, s.File()+".backup-20261122T170000Z-2", made[7])

	c, err := l.Clean(Policy{All: true, Backup: true})
	require.NoError(t, err)
	d, err := decode(strings.NewReader(string(must(os.ReadFile(c.Backup)))))
	require.NoError(t, err)
	assert.Len(t, d.file.Examples, 4, "a backup contains removed entries")
}

func TestCleanTemporaryFiles(t *testing.T) {
	s, _ := stocked(t)
	require.NoError(t, os.MkdirAll(s.CacheDir(), 0o755))
	old := day.Add(-time.Hour)
	make := func(age time.Time, parts ...string) string {
		file := filepath.Join(append([]string{s.dir()}, parts...)...)
		require.NoError(t, os.WriteFile(file, nil, 0o644))
		require.NoError(t, os.Chtimes(file, age, age))
		return file
	}
	want := []string{
		make(old, ".lock.json.12.tmp"), make(old, ".status.json.34.tmp"), make(day.Add(time.Hour), ".status.json.5.tmp"), make(old, "cache", ".files.bin.1.tmp"), make(old, "cache", "fingerprints.json"),
		make(day.Add(time.Hour), "runs", ".20260101T000000.305Z-2f48.ndjson.12.tmp"),
	}
	kept := []string{
		make(day.Add(time.Hour), "cache", ".files.bin.2.tmp"), // somebody may be writing it
		make(old, "notes.tmp"), make(old, ".other.tmp"), make(old, "cache", "files.bin"),
		make(old, "runs", ".mine.ndjson.12.tmp"), make(old, "runs", "20260101T000000.305Z-2f48.ndjson.12.tmp"),
	}
	assert.True(t, s.NeedsClean(Policy{}))
	l := lock(t, s)
	c, err := l.Clean(Policy{})
	require.NoError(t, err)
	assert.Equal(t, want, c.Files)
	for _, file := range want {
		assert.NoFileExists(t, file)
	}
	for _, file := range kept {
		assert.FileExists(t, file)
	}
	assert.False(t, s.NeedsClean(Policy{}))

	// Without the lock, it is nobody's only if no run is alive.
	young := make(day.Add(time.Hour), ".status.json.6.tmp")
	require.NoError(t, l.SetRun("live"))
	assert.False(t, s.NeedsClean(Policy{}))
	require.NoError(t, l.SetRun(""))
	assert.True(t, s.NeedsClean(Policy{}))
	c, err = l.Clean(Policy{})
	require.NoError(t, err)
	assert.Equal(t, []string{young}, c.Files)
}

func TestCleanOfADamagedFile(t *testing.T) {
	s, _ := stocked(t)
	require.NoError(t, os.WriteFile(s.File(), []byte(`{"metadata"`), 0o644))
	assert.True(t, s.NeedsClean(Policy{}))
	l := lock(t, s)
	_, err := l.Clean(Policy{DryRun: true})
	require.NoError(t, err)
	data, err := os.ReadFile(s.File())
	require.NoError(t, err)
	assert.Equal(t, `{"metadata"`, string(data))
	c, err := l.Clean(Policy{All: true})
	require.NoError(t, err)
	assert.Len(t, c.Entries, 4)
	assert.Len(t, loud(c.Notes), 1)
	f, notes, err := l.Fold()
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Empty(t, f.Examples)
}
