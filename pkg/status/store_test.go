package status

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/atomicfile"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// opened returns the entries of f with their details.
func opened(f *File) map[string]Entry {
	all := map[string]Entry{}
	for id, e := range f.Examples {
		all[id] = *openedEntry(e)
	}
	return all
}

func openedEntry(e *Entry) *Entry {
	c := e.With(*e.Details())
	c.kept, c.names = false, nil
	return c
}

func newStore(t testing.TB) *Store {
	return Open(filepath.Join(t.TempDir(), ".hub", "status.json"), time.Now)
}

func lock(t testing.TB, s *Store) *Lock {
	l, err := s.Lock(context.Background(), 10*time.Second)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, l.Unlock()) })
	return l
}

func fold(t testing.TB, s *Store) (*File, []Note) {
	l := lock(t, s)
	f, notes, err := l.Fold()
	require.NoError(t, err)
	require.NoError(t, l.Unlock())
	return f, notes
}

// events returns the lines of a run's log, without its end.
func events(run *hub.Run) []hub.Event {
	list := []hub.Event{{Type: hub.EventRunStarted, Time: run.Started, Run: &run.RunHeader}}
	for i := range run.Results {
		res := &run.Results[i]
		if res.Status == hub.StatusPending {
			continue
		}
		list = append(list, hub.Event{Type: hub.EventExampleStarted, Time: res.Started, ID: res.ID, Worker: 1})
		list = append(list, hub.Event{Type: hub.EventExampleFinished, Time: res.Started.Add(time.Second), ID: res.ID, Result: res})
	}
	return list
}

func end(run *hub.Run) hub.Event {
	return hub.Event{Type: hub.EventRunFinished, Time: run.End.Finished, End: &run.End}
}

// record writes the log of the run at minute n like a hub without sequences,
// and returns its ID.
func record(t testing.TB, s *Store, n int, statuses ...hub.Status) string {
	return recordAs(t, s, 0, n, statuses...)
}

// recordAs writes the log of the run at minute n with the sequence, and returns
// its ID.
func recordAs(t testing.TB, s *Store, sequence int64, n int, statuses ...hub.Status) string {
	id, log := runAt(n, statuses...)
	log.Run.Sequence = sequence
	w, err := runlog.Create(s.RunsDir(), id)
	require.NoError(t, err)
	require.NoError(t, w.Append(append(events(&log.Run), end(&log.Run))...))
	require.NoError(t, w.Close())
	return id
}

func statusOf(t testing.TB, f *File, id string) hub.Status {
	e, ok := f.Get(id)
	require.True(t, ok, id)
	return e.Status
}

func loud(notes []Note) (texts []string) {
	for _, n := range notes {
		if !n.Verbose {
			texts = append(texts, n.Text)
		}
	}
	return texts
}

func TestEmptyFolder(t *testing.T) {
	s := newStore(t)
	f, notes, err := s.Load()
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Empty(t, f.Examples)
	_, err = os.Stat(filepath.Dir(s.File()))
	require.ErrorIs(t, err, os.ErrNotExist, "a reader makes nothing")
	assert.False(t, s.NeedsClean(Policy{All: true, Completed: true, Backup: true}))
	var none *File
	_, ok := none.Get("a")
	assert.False(t, ok)
}

func TestFoldWritesOnce(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted, hub.StatusError)
	loaded, notes, err := s.Load()
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.NoFileExists(t, s.File())

	folded, notes := fold(t, s)
	assert.Empty(t, notes)
	assert.Equal(t, text(t, loaded), text(t, without(folded)), "a reader sees the same as a writer")
	first, err := os.Stat(s.File())
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o644), first.Mode().Perm()&0o644)
	ignore, err := os.ReadFile(filepath.Join(filepath.Dir(s.File()), ".gitignore"))
	require.NoError(t, err)
	assert.Equal(t, "*\n", string(ignore))

	fold(t, s)
	second, err := os.Stat(s.File())
	require.NoError(t, err)
	assert.True(t, os.SameFile(first, second), "nothing new, nothing written")

	record(t, s, 2, hub.StatusError)
	f, _ := fold(t, s)
	assert.Equal(t, hub.StatusError, statusOf(t, f, "a"))
	assert.Equal(t, 3, f.Examples["a"].Attempts)
	assertRecount(t, f)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(s.File()), ".*.tmp"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// without removes the fields that only a written file has.
func without(f *File) *File {
	c := *f
	c.Metadata.LastUpdated = Time{}
	return &c
}

func TestFoldForgetsRunsThatAreGone(t *testing.T) {
	s := newStore(t)
	one, two := record(t, s, 1, hub.StatusCompleted), record(t, s, 2, hub.StatusCompleted)
	f, _ := fold(t, s)
	assert.Equal(t, []string{one, two}, f.Metadata.FoldedRuns)
	require.NoError(t, os.Remove(runlog.Path(s.RunsDir(), one)))
	three := record(t, s, 3, hub.StatusCompleted)
	f, _ = fold(t, s)
	assert.Equal(t, []string{two, three}, f.Metadata.FoldedRuns)
	assert.Equal(t, 4, f.Examples["a"].Attempts, "one, one, and in the third run two")
}

func TestLiveAndKilledRuns(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusError, hub.StatusError, hub.StatusError)
	fold(t, s)
	before, _, err := s.Load()
	require.NoError(t, err)

	id, log := runAt(2, hub.StatusCompleted, hub.StatusCompleted, hub.StatusCompleted)
	l := lock(t, s)
	require.NoError(t, l.SetRun(id))
	w, err := runlog.Create(s.RunsDir(), id)
	require.NoError(t, err)
	lines := events(&log.Run)
	require.NoError(t, w.Append(lines[:4]...)) // a finished, b started, c not

	f, notes, err := s.Load()
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "a"))
	assert.Equal(t, hub.StatusRunning, statusOf(t, f, "b"))
	assert.Equal(t, hub.StatusError, statusOf(t, f, "c"))
	was, is := before.Examples["b"], f.Examples["b"]
	assert.Equal(t, was.LastExecuted, is.LastExecuted, "records are kept while it runs")
	assert.Equal(t, was.Details().Errors, is.Details().Errors)
	assert.Equal(t, log.Run.Results[1].Started, is.Details().StartTime.Time)

	f, _, err = l.Fold()
	require.NoError(t, err)
	assert.NotContains(t, f.Metadata.FoldedRuns, id, "a run is folded when it has ended")
	assert.Equal(t, hub.StatusError, statusOf(t, f, "a"))

	// Now it dies, within a line.
	require.NoError(t, w.Close())
	raw, err := os.OpenFile(w.Path(), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = raw.WriteString(`{"type":"example-fin`)
	require.NoError(t, err)
	require.NoError(t, raw.Close())
	require.NoError(t, l.flock.Close()) // as the kernel does: lock.json stays

	f, notes, err = s.Load()
	require.NoError(t, err)
	assert.Empty(t, loud(notes))
	assert.Len(t, notes, 2, "killed, and torn")
	assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "a"))
	assert.Equal(t, hub.StatusInterrupted, statusOf(t, f, "b"))
	assert.Equal(t, hub.StatusError, statusOf(t, f, "c"))
	f, _ = fold(t, s)
	assert.Equal(t, hub.StatusInterrupted, statusOf(t, f, "b"))
	assert.Contains(t, f.Metadata.FoldedRuns, id)
	assert.Equal(t, Time{log.Run.Started.Truncate(time.Minute)}.Time, f.Statistics.LastPartialRun.Truncate(time.Minute))
}

func TestFoldAtTheEndOfARun(t *testing.T) {
	s := newStore(t)
	l := lock(t, s)
	id, log := runAt(1, hub.StatusCompleted)
	require.NoError(t, l.SetRun(id))
	w, err := runlog.Create(s.RunsDir(), id)
	require.NoError(t, err)
	require.NoError(t, w.Append(append(events(&log.Run), end(&log.Run))...))
	require.NoError(t, w.Close())
	f, notes, err := l.Fold() // the run is still named
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Equal(t, []string{id}, f.Metadata.FoldedRuns)
}

func TestUnreadableLogs(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted)
	newer := runlog.Path(s.RunsDir(), "newer")
	require.NoError(t, os.WriteFile(newer, []byte(`{"type":"run-started","run":{"schemaVersion":99}}`+"\n"), 0o644))
	require.NoError(t, os.WriteFile(runlog.Path(s.RunsDir(), "nonsense"), []byte("x\ny\n"), 0o644))
	for range 2 {
		f, notes, err := s.Load()
		require.NoError(t, err)
		assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "a"))
		assert.Len(t, loud(notes), 2)
	}
	_, notes := fold(t, s)
	require.Len(t, loud(notes), 2)
	f, notes := fold(t, s)
	require.Len(t, loud(notes), 1, "damage is reported once, and logs of a newer hub are kept")
	assert.Contains(t, loud(notes)[0], "update hub")
	assert.NotContains(t, f.Metadata.FoldedRuns, "newer")
	l := lock(t, s)
	c, err := l.Clean(Policy{All: true})
	require.NoError(t, err)
	assert.NotContains(t, c.Runs, "newer")
	assert.FileExists(t, newer)
}

func TestDamagedFile(t *testing.T) {
	whole := func(t *testing.T) (*Store, string) {
		s := newStore(t)
		for n := range 12 { // more than a history holds
			record(t, s, n, hub.StatusCompleted, hub.StatusError, hub.StatusInterrupted)
		}
		f, _ := fold(t, s)
		return s, text(t, without(f))
	}
	t.Run("cut off", func(t *testing.T) {
		s, want := whole(t)
		data, err := os.ReadFile(s.File())
		require.NoError(t, err)
		// After the metadata, each cut leaves more entries; the logs have the
		// others.
		for cut := 0; cut < len(data)-2; cut += 331 {
			require.NoError(t, os.WriteFile(s.File(), data[:cut], 0o644))
			f, notes, err := s.Load()
			require.NoError(t, err)
			require.Len(t, loud(notes), 1)
			require.Contains(t, loud(notes)[0], "damaged")
			require.Equal(t, want, text(t, without(f)), "cut at %d", cut)
		}
	})
	t.Run("nonsense", func(t *testing.T) {
		s, want := whole(t)
		require.NoError(t, os.WriteFile(s.File(), []byte("nonsense"), 0o600))
		f, notes := fold(t, s)
		require.Len(t, loud(notes), 1)
		assert.Equal(t, want, text(t, without(f)))
		kept, err := filepath.Glob(s.File() + ".corrupt-*")
		require.NoError(t, err)
		require.Len(t, kept, 1)
		assert.Contains(t, loud(notes)[0], kept[0])
		data, err := os.ReadFile(kept[0])
		require.NoError(t, err)
		assert.Equal(t, "nonsense", string(data))

		_, notes = fold(t, s)
		assert.Empty(t, loud(notes), "reported once")
		require.NoError(t, os.WriteFile(s.File(), nil, 0o644))
		fold(t, s)
		kept, err = filepath.Glob(s.File() + ".corrupt-*")
		require.NoError(t, err)
		require.Len(t, kept, 2, "one never replaces another")
	})
}

func TestNewerFileIsLeftAlone(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted)
	const newer = `{"metadata":{"version":"9.0"},"examples":{}}`
	require.NoError(t, os.WriteFile(s.File(), []byte(newer), 0o644))
	var e *NewerError
	_, _, err := s.Load()
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "9.0", e.Version)
	assert.ErrorContains(t, err, "update hub")
	l := lock(t, s)
	_, _, err = l.Fold()
	require.ErrorAs(t, err, &e)
	_, err = l.Clean(Policy{All: true})
	require.ErrorAs(t, err, &e)
	data, err := os.ReadFile(s.File())
	require.NoError(t, err)
	assert.Equal(t, newer, string(data))
}

func TestOldFormatIsKeptAsBackup(t *testing.T) {
	s := newStore(t)
	l := lock(t, s)
	require.NoError(t, os.WriteFile(s.File(), []byte(seedFile), 0o644))
	f, notes, err := l.Fold()
	require.NoError(t, err)
	require.Len(t, loud(notes), 1)
	assert.Len(t, f.Examples, 3)
	kept, err := filepath.Glob(s.File() + ".backup-*")
	require.NoError(t, err)
	require.Len(t, kept, 1)
	data, err := os.ReadFile(kept[0])
	require.NoError(t, err)
	assert.Equal(t, seedFile, string(data))

	// The catalog may be applied later, to the written file.
	f, notes, err = l.Fold()
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Equal(t, 2, f.Adopt(catalogOfToday).Rekeyed)
	require.NoError(t, l.Save(f))
	f, _, err = s.Load()
	require.NoError(t, err)
	assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "A01_Basics/Basic"))
}

func TestImpossiblePaths(t *testing.T) {
	root := t.TempDir()
	t.Run("the folder is a file", func(t *testing.T) {
		require.NoError(t, os.WriteFile(filepath.Join(root, "file"), nil, 0o644))
		s := Open(filepath.Join(root, "file", "status.json"), time.Now)
		_, err := s.Lock(context.Background(), 0)
		require.ErrorContains(t, err, "is not a folder")
		_, _, err = s.Load()
		if runtime.GOOS != "windows" { // where a path through a file is one that does not exist
			require.ErrorContains(t, err, "is not a folder, but hub keeps its state there: move it away")
		}
	})
	t.Run("the file is a folder", func(t *testing.T) {
		s := Open(filepath.Join(root, "dir", "status.json"), time.Now)
		l := lock(t, s)
		require.NoError(t, os.Mkdir(s.File(), 0o755))
		record(t, s, 1, hub.StatusCompleted)
		_, _, err := s.Load()
		require.ErrorContains(t, err, "is not a file")
		_, _, err = l.Fold()
		require.ErrorContains(t, err, "is not a file")
		assert.DirExists(t, s.File())
	})
	t.Run("read-only", func(t *testing.T) {
		if os.Getuid() <= 0 {
			t.Skip("permissions do not bind this user")
		}
		s := Open(filepath.Join(root, "ro", ".hub", "status.json"), time.Now)
		require.NoError(t, os.MkdirAll(s.RunsDir(), 0o755))
		record(t, s, 1, hub.StatusCompleted)
		require.NoError(t, os.Chmod(filepath.Dir(s.File()), 0o555))
		defer os.Chmod(filepath.Dir(s.File()), 0o755)
		_, err := s.Lock(context.Background(), 0)
		require.ErrorIs(t, err, os.ErrPermission)
		f, _, err := s.Load()
		require.NoError(t, err, "reading needs no right to write")
		assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "a"))
	})
	t.Run("a folder of other things is not ignored", func(t *testing.T) {
		l := lock(t, Open(filepath.Join(root, "status.json"), time.Now))
		require.NoError(t, l.Unlock())
		assert.NoFileExists(t, filepath.Join(root, ".gitignore"))
	})
}

func TestSaveKeepsModeAndLink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes and links are another matter there")
	}
	s := newStore(t)
	l := lock(t, s)
	target := filepath.Join(s.Root, "elsewhere.json") // a link may lead within the project
	require.NoError(t, os.WriteFile(target, []byte(`{"metadata": {}, "examples": {}}`), 0o600))
	require.NoError(t, os.Symlink(target, s.File()))
	require.NoError(t, l.Save(sample()))
	info, err := os.Lstat(s.File())
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink)
	info, err = os.Stat(target)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	f, _, err := s.Load()
	require.NoError(t, err)
	assert.Len(t, f.Examples, 4)
}

func TestPathsFollowTheProject(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted)
	f, _ := fold(t, s)
	assert.Equal(t, filepath.Join(s.Root, "g", "a.sh"), f.Examples["a"].AbsolutePath)
	moved := Open(s.File(), time.Now)
	moved.Root = filepath.FromSlash("/elsewhere")
	f, _, err := moved.Load()
	require.NoError(t, err)
	assert.Equal(t, filepath.FromSlash("/elsewhere/g/a.sh"), f.Examples["a"].AbsolutePath)
}

// Successive writers and concurrent readers: every reader sees a complete file,
// and never fewer results than before.
func TestReadersBesideWriters(t *testing.T) {
	s := newStore(t)
	const runs, readers = 14, 20
	done := make(chan struct{})
	var wg sync.WaitGroup
	fail := make(chan error, readers)
	for range readers {
		wg.Go(func() {
			seen := 0
			for {
				f, notes, err := s.Load()
				if err == nil && len(notes) > 0 {
					err = fmt.Errorf("notes: %v", notes)
				}
				if err == nil {
					n := 0
					if e, ok := f.Get("a"); ok {
						n = e.Attempts
						if e.Status != hub.StatusCompleted && e.Status != hub.StatusRunning {
							err = fmt.Errorf("status %s", e.Status)
						}
					}
					if n < seen {
						err = fmt.Errorf("%d attempts after %d", n, seen)
					}
					seen = n
				}
				if err != nil {
					fail <- err
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	var writers sync.WaitGroup
	for part := range 2 {
		writers.Go(func() {
			for n := part; n < runs; n += 2 {
				l, err := s.Lock(context.Background(), time.Minute)
				if !assert.NoError(t, err) {
					return
				}
				id, log := runAt(3*n+1, hub.StatusCompleted) // one attempt each
				assert.NoError(t, l.SetRun(id))
				w, err := runlog.Create(s.RunsDir(), id)
				if assert.NoError(t, err) {
					for _, e := range append(events(&log.Run), end(&log.Run)) {
						assert.NoError(t, w.Append(e))
					}
					assert.NoError(t, w.Close())
				}
				_, _, err = l.Fold()
				assert.NoError(t, err)
				_, err = l.Clean(Policy{KeepRuns: 3})
				assert.NoError(t, err)
				assert.NoError(t, l.Unlock())
			}
		})
	}
	writers.Wait()
	close(done)
	wg.Wait()
	select {
	case err := <-fail:
		t.Fatal(err)
	default:
	}
	f, _, err := s.Load()
	require.NoError(t, err)
	assert.Equal(t, runs, f.Examples["a"].Attempts)
	assertRecount(t, f)
}

func TestMetadataIsReadWithoutEntries(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted)
	f, _ := fold(t, s)
	m, ok := s.head()
	require.True(t, ok)
	assert.Equal(t, f.Metadata, m)
	data, err := os.ReadFile(s.File())
	require.NoError(t, err)
	require.True(t, json.Valid(data))
	cut := strings.Index(string(data), `"examples"`)
	require.NoError(t, os.WriteFile(s.File(), data[:cut], 0o644))
	_, ok = s.head()
	assert.True(t, ok, "the rest is not read")
}

func TestFullDiskKeepsTheOldFile(t *testing.T) {
	s := newStore(t)
	record(t, s, 1, hub.StatusCompleted)
	fold(t, s)
	old, err := os.ReadFile(s.File())
	require.NoError(t, err)
	full := errors.New("no space left on device")
	dir, err := os.OpenRoot(filepath.Dir(s.File()))
	require.NoError(t, err)
	defer dir.Close()
	err = atomicfile.WriteIn(dir, filepath.Base(s.File()), true, func(w io.Writer) error {
		if _, err := w.Write([]byte("{")); err != nil {
			return err
		}
		return full
	})
	require.ErrorIs(t, err, full)
	now, err := os.ReadFile(s.File())
	require.NoError(t, err)
	assert.Equal(t, old, now)
	left, err := filepath.Glob(filepath.Join(filepath.Dir(s.File()), ".*.tmp"))
	require.NoError(t, err)
	assert.Empty(t, left)
}
