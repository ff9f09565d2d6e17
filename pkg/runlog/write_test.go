package runlog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

var day = time.Date(2026, 11, 22, 14, 22, 33, 123_000_000, time.UTC)

// at returns a time some seconds into the run.
func at(seconds int) time.Time { return day.Add(time.Duration(seconds) * time.Second) }

// header returns the header of a run of the examples.
func header(ids ...string) hub.Event {
	plan := make([]hub.Example, len(ids))
	for i, id := range ids {
		plan[i] = hub.Example{Index: i + 1, ID: id, Name: id, Path: id + "/run.sh"}
	}
	return hub.Event{Type: hub.EventRunStarted, Time: day, Run: &hub.RunHeader{
		SchemaVersion: hub.SchemaVersion, ID: "r1", Started: day, Catalog: len(ids), Plan: plan,
	}}
}

func started(id string, seconds int) hub.Event {
	return hub.Event{Type: hub.EventExampleStarted, Time: at(seconds), ID: id, Worker: 1}
}

func finished(id string, seconds int, status hub.Status) hub.Event {
	return hub.Event{Type: hub.EventExampleFinished, Time: at(seconds), ID: id, Result: &hub.Result{
		ID: id, Status: status, Started: at(seconds - 1), Seconds: 1, Worker: 1,
		Attempts: []hub.Attempt{{Number: 1, Started: at(seconds - 1), Seconds: 1, Output: "a <b> & \"c\"\n\u2028"}},
	}}
}

func ended(seconds int) hub.Event {
	return hub.Event{Type: hub.EventRunFinished, Time: at(seconds), End: &hub.RunEnd{Reason: hub.EndFinished, Finished: at(seconds)}}
}

func TestAppendedEventsAreRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "runs")
	events := []hub.Event{
		header("a", "b", "c"), started("a", 1), started("b", 1), finished("a", 2, hub.StatusCompleted),
		finished("b", 3, hub.StatusError), finished("c", 3, hub.StatusSkipped), ended(4),
	}
	var live hub.Recorder
	w, err := Create(dir, "r1")
	require.NoError(t, err)
	for _, e := range events {
		live.Add(e)
		require.NoError(t, w.Append(e))
	}
	before, err := Read(Path(dir, "r1"))
	require.NoError(t, err, "a log can be read while it is written")
	require.NoError(t, w.Close())
	require.NoError(t, w.Close(), "a second Close does nothing")
	require.ErrorIs(t, w.Append(ended(5)), os.ErrClosed)
	require.NoError(t, w.Intact())

	log, err := Read(w.Path())
	require.NoError(t, err)
	assert.Equal(t, before, log)
	assert.Equal(t, live.Run(), log.Run)
	assert.Equal(t, hub.VerdictFailed, log.Run.Verdict())
	assert.True(t, log.Started && log.Closed)
	assert.False(t, log.Torn)
	assert.Equal(t, len(events), log.Lines)
	assert.Zero(t, log.Bad)
	assert.Empty(t, log.Unfinished)

	data, err := os.ReadFile(w.Path())
	require.NoError(t, err)
	assert.Equal(t, len(events), bytes.Count(data, []byte{'\n'}), "one line an event")
	assert.Contains(t, string(data), "a <b> &", "text stays readable")
}

func TestCreateNeverReopens(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, "r1")
	require.NoError(t, err)
	require.NoError(t, w.Append(header("a")))
	require.NoError(t, w.Close())
	_, err = Create(dir, "r1")
	require.ErrorIs(t, err, fs.ErrExist)
	for _, id := range []string{"", ".x", "a/b", `a\b`, "../a", "c:d"} {
		_, err = Create(dir, id)
		assert.Error(t, err, id)
	}
}

func TestNewID(t *testing.T) {
	id := NewID(day.In(time.FixedZone("", 7200)))
	assert.Regexp(t, `^20261122T142233\.123Z-[0-9a-f]{4}$`, id)
	assert.Less(t, id[:20], NewID(day.Add(time.Millisecond)), "sorts by time")
	assert.True(t, validID(id))
	assert.True(t, IsID(id))
	for _, other := range []string{"", "r1", "notes", id + "0", "x" + id} {
		assert.False(t, IsID(other), other)
	}
	ids := map[string]bool{}
	for range 20 {
		ids[NewID(day)] = true
	}
	assert.Greater(t, len(ids), 10, "differs within one millisecond")
}

// disk simulates a file on a disk that can be full.
type disk struct {
	data  []byte
	room  int
	fails error
	syncs []time.Time
}

func (d *disk) write(p []byte) (int, error) {
	if len(p) <= d.room {
		d.data, d.room = append(d.data, p...), d.room-len(p)
		return len(p), nil
	}
	n := d.room
	d.data, d.room = append(d.data, p[:n]...), 0
	return n, errors.New("no space left on device")
}

func (d *disk) sync() error {
	d.syncs = append(d.syncs, time.Now())
	return d.fails
}

func (d *disk) close() error { return nil }

func (d *disk) writer(every time.Duration) *Writer {
	return newWriter("log", d.write, d.sync, d.close, every)
}

func TestFullDisk(t *testing.T) {
	// Wherever the disk fills up, the failure is reported, and after space is
	// available, all successfully appended events are read.
	whole := &disk{room: math.MaxInt}
	w := whole.writer(time.Hour)
	require.NoError(t, w.Append(header("a", "b", "c")))
	head := len(whole.data)
	require.NoError(t, w.Append(finished("a", 1, hub.StatusCompleted), finished("b", 1, hub.StatusCompleted)))
	require.NoError(t, w.Close())

	for room := head; room < len(whole.data); room++ {
		d := &disk{room: room}
		w := d.writer(time.Hour)
		require.NoError(t, w.Append(header("a", "b", "c")))
		err := w.Append(finished("a", 1, hub.StatusCompleted), finished("b", 1, hub.StatusCompleted))
		require.ErrorContains(t, err, "no space left")
		d.room = math.MaxInt
		require.NoError(t, w.Append(finished("c", 2, hub.StatusCompleted)))
		require.NoError(t, w.Append(ended(3)))
		require.NoError(t, w.Close())
		log, err := Decode(bytes.NewReader(d.data))
		require.NoError(t, err)
		require.True(t, log.Closed)
		require.Equal(t, hub.StatusCompleted, log.Run.Results[2].Status, "room %d: %s", room, d.data)
		require.LessOrEqual(t, log.Bad, 1)
		require.Equal(t, SealIntact, log.Sealed, "room %d: %s", room, d.data)
		require.Empty(t, log.Damage, "a torn line is in the seal")
	}
}

func TestAppendMayBeRepeated(t *testing.T) {
	d := &disk{room: math.MaxInt}
	w := d.writer(time.Hour)
	require.NoError(t, w.Append(header("a")))
	d.room = 40
	batch := []hub.Event{started("a", 1), finished("a", 2, hub.StatusCompleted)}
	require.Error(t, w.Append(batch...))
	d.room = math.MaxInt
	require.NoError(t, w.Append(batch...))
	require.NoError(t, w.Append(batch...))
	require.NoError(t, w.Append(ended(3)))
	require.NoError(t, w.Close())
	log, err := Decode(bytes.NewReader(d.data))
	require.NoError(t, err)
	assert.Equal(t, hub.VerdictGood, log.Run.Verdict())
	assert.Equal(t, 1, log.Bad)
	assert.Len(t, log.Run.Results[0].Attempts, 1)
	assert.Empty(t, log.Unproven())
}

func TestAppendOmitsWhatCannotBeEncoded(t *testing.T) {
	d := &disk{room: math.MaxInt}
	w := d.writer(time.Hour)
	w.max = 2000
	require.NoError(t, w.Append(header("a", "b", "c")))
	bad, huge := finished("a", 1, hub.StatusCompleted), finished("b", 1, hub.StatusCompleted)
	bad.Result.Seconds = math.NaN()
	huge.Result.Reason = strings.Repeat("x", 2000)
	err := w.Append(bad, huge, finished("c", 1, hub.StatusCompleted))
	require.ErrorContains(t, err, "event a")
	require.ErrorIs(t, err, ErrTooLong)
	require.NoError(t, w.Close())
	log, err := Decode(bytes.NewReader(d.data))
	require.NoError(t, err)
	assert.Equal(t, 2, log.Lines)
	assert.Zero(t, log.Bad)
	assert.Equal(t, hub.StatusCompleted, log.Run.Results[2].Status)
}

func TestGroupCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		d := &disk{room: math.MaxInt}
		w := d.writer(SyncInterval)
		time.Sleep(time.Minute) // of the bubble's clock: an idle log is not synced
		require.NoError(t, w.Append(header("a")))
		for range 100 { // at 0, 7, … 693 ms; the first after the sync at 500 ms is at 504 ms
			require.NoError(t, w.Append(started("a", 1)))
			time.Sleep(7 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		require.NoError(t, w.Append(started("a", 1)))
		require.NoError(t, w.Close())
		var after []time.Duration
		for _, s := range d.syncs {
			after = append(after, s.Sub(begin)-time.Minute)
		}
		assert.Equal(t, []time.Duration{SyncInterval, 504*time.Millisecond + SyncInterval, time.Minute + 700*time.Millisecond}, after)
	})
}

func TestSyncErrorIsReturned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{room: math.MaxInt}
		w := d.writer(SyncInterval)
		d.fails = errors.New("input/output error")
		require.NoError(t, w.Append(header("a")))
		time.Sleep(time.Second)
		synctest.Wait()
		d.fails = nil
		require.ErrorContains(t, w.Append(finished("a", 1, hub.StatusCompleted)), "input/output error")
		require.NoError(t, w.Append(ended(2)), "reported once")
		d.fails = errors.New("again")
		require.ErrorContains(t, w.Close(), "again")
		log, err := Decode(bytes.NewReader(d.data))
		require.NoError(t, err)
		assert.Equal(t, hub.VerdictGood, log.Run.Verdict(), "the events were written all the same")
	})
}

func BenchmarkAppend(b *testing.B) {
	for _, size := range []int{100, 2000} {
		b.Run(fmt.Sprintf("output-%d", size), func(b *testing.B) {
			w, err := Create(b.TempDir(), "r1")
			require.NoError(b, err)
			e := finished("basics/hello", 1, hub.StatusCompleted)
			e.Result.Attempts[0].Output = strings.Repeat("some line of output\n", size/20)
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Append(e); err != nil {
					b.Fatal(err)
				}
			}
			require.NoError(b, w.Close())
		})
	}
}
