package recording

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/asyncwriter"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/mask"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
	"github.com/seed-00a9b34c/hub/pkg/stopwatch"
)

// record is a run of one example that passes, and how it ends.
type record struct {
	t *testing.T
	*Recording
	path string // of the log
	end  hub.RunEnd
}

func newRecord(t *testing.T) *record {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	r := &record{t: t, end: hub.RunEnd{Reason: hub.EndFinished, Finished: now}}
	store := status.Open(filepath.Join(t.TempDir(), ".hub", "status.json"), func() time.Time { return now })
	require.NoError(t, os.MkdirAll(store.RunsDir(), 0o777))
	id := runlog.NewID(now)
	r.path = runlog.Path(store.RunsDir(), id)
	var err error
	r.Recording, err = New(Options{
		Store: store, ID: id, Logged: true, Secrets: mask.Compile([]string{"hunter2hunter2"}), Now: func() time.Time { return now },
		Watch: func(e hub.Event) {
			text, err := os.ReadFile(r.path)
			assert.NoError(t, err)
			assert.Contains(t, string(text), `"`+string(e.Type)+`"`, "an event is in the log before it is watched")
		},
	})
	require.NoError(t, err)
	attempt := hub.Attempt{Number: 1, Started: now}
	r.Observe(
		hub.Event{Type: hub.EventRunStarted, Time: now, Run: &hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: id, Started: now, Sealed: true, Plan: []hub.Example{{ID: "a"}}}},
		hub.Event{Type: hub.EventExampleStarted, Time: now, ID: "a", Worker: 1},
		hub.Event{Type: hub.EventAttemptFinished, Time: now, ID: "a", Worker: 1, Attempt: &attempt},
		hub.Event{Type: hub.EventExampleFinished, Time: now, ID: "a", Result: &hub.Result{ID: "a", Status: hub.StatusCompleted, Started: now, Attempts: []hub.Attempt{attempt}}},
	)
	return r
}

// overwrite does to the log what an example could.
func (r *record) overwrite() {
	require.NoError(r.t, os.WriteFile(r.path, []byte("{}\n"), 0o666))
}

// read returns the run as its log has it.
func (r *record) read() *hub.Run {
	log, err := runlog.Read(r.path)
	require.NoError(r.t, err)
	assert.Zero(r.t, log.Damages)
	assert.Equal(r.t, r.Run(r.end).Verdict(), log.Run.Verdict(), "the log has the verdict that hub knows")
	return &log.Run
}

// examine records what Examine finds.
func (r *record) examine() {
	for _, p := range r.Examine() {
		r.Problem(p)
	}
}

// What is measured after the examples is in the log and in no report, whatever the clock
// of records says by then.
func TestSpansAfterTheExamplesAreInNoReport(t *testing.T) {
	r := newRecord(t)
	r.Stopwatch = stopwatch.New(time.Now, 0)
	r.Stopwatch.Span("before")()
	r.Spans()
	live := r.Run(r.end).Spans
	r.Stopwatch.Span("after")()
	r.Now = func() time.Time { return r.end.Finished.Add(-time.Hour) }
	require.Empty(t, r.Seal(context.Background(), r.end))
	assert.Equal(t, live, r.read().Spans)
	text, err := os.ReadFile(r.path)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"name":"after"`)
}

func TestARunThatEndsWellIsInItsLog(t *testing.T) {
	r := newRecord(t)
	assert.Empty(t, r.Examine())
	assert.Empty(t, r.Seal(context.Background(), r.end))
	assert.Equal(t, hub.VerdictGood, r.read().Verdict())
}

// The spans are in the log, and those from before the end of the examples in the run: it
// does not change when reports of it have been measured.
func TestSpans(t *testing.T) {
	r := newRecord(t)
	now := r.end.Finished.Add(-3 * time.Second)
	r.Now = func() time.Time { return now }
	r.Stopwatch = stopwatch.New(r.Now, time.Second)
	measure := func(name string) {
		done := r.Stopwatch.Span(name)
		now = now.Add(time.Second)
		done()
	}
	measure("catalog")
	r.Spans()
	now = r.end.Finished.Add(time.Second)
	r.Examine()
	run := r.Run(r.end)
	measure("report")
	assert.Empty(t, r.Seal(context.Background(), r.end))
	assert.Same(t, run, r.Run(r.end))
	assert.Equal(t, []hub.Span{
		{Name: "start-up", Started: r.end.Finished.Add(-4 * time.Second), Seconds: 1},
		{Name: "catalog", Started: r.end.Finished.Add(-3 * time.Second), Seconds: 1},
	}, run.Spans)
	assert.Equal(t, run, r.read())
	text, err := os.ReadFile(r.path)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"span":{"name":"report",`)
}

func TestALogThatSomethingElseChangedIsWrittenAnew(t *testing.T) {
	for name, change := range map[string]func(*record){
		"while examples ran": func(r *record) { r.overwrite(); r.examine() },
		"after they ended":   func(r *record) { r.examine(); r.overwrite() },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecord(t)
			change(r)
			assert.Empty(t, r.Seal(context.Background(), r.end))
			run := r.read()
			assert.Equal(t, hub.VerdictTrouble, run.Verdict())
			require.Len(t, run.Problems, 1)
			assert.Contains(t, run.Problems[0].Message, "changed by another program; hub rewrites the log from memory")
			assert.Len(t, run.Results, 1)
		})
	}
}

// What cannot be recorded once the log and the events were looked at is a problem too: the
// log has no end then, or the reader of events no last one.
func TestWhatCannotBeRecordedLate(t *testing.T) {
	unwritable := hub.Event{Type: hub.EventSpanFinished, Time: time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC), Span: &hub.Span{Name: "late"}}
	t.Run("in the log", func(t *testing.T) {
		r := newRecord(t)
		r.Watch = func(hub.Event) {}
		require.Empty(t, r.Examine())
		r.Observe(unwritable)
		assert.Empty(t, r.Seal(context.Background(), r.end))
		run := r.Run(r.end)
		assert.Equal(t, hub.VerdictTrouble, run.Verdict())
		require.Len(t, run.Problems, 1)
		assert.Contains(t, run.Problems[0].Message, "the run log could not be closed whole")
		log, err := runlog.Read(r.path)
		require.NoError(t, err)
		assert.False(t, log.Closed)
		assert.NotEqual(t, hub.VerdictGood, log.Run.Verdict())
	})
	t.Run("in the events", func(t *testing.T) {
		r := newRecord(t)
		require.NoError(t, r.log.Close())
		r.log, r.Watch = nil, func(hub.Event) {}
		var text events
		r.Events, r.sending = &text, asyncwriter.New(&text)
		r.encoder = runlog.NewEncoder(r.sending)
		r.FlushEvents(t.Context())
		r.Observe(unwritable)
		assert.Empty(t, r.Seal(context.Background(), r.end))
		assert.NotContains(t, text.String(), string(hub.EventRunFinished))
		run := r.Run(r.end)
		assert.Equal(t, hub.VerdictTrouble, run.Verdict())
		require.Len(t, run.Problems, 1)
		assert.Contains(t, run.Problems[0].Message, "the events are not complete")
	})
}

// events keeps what is written to it.
type events struct{ strings.Builder }

// Close does nothing.
func (*events) Close() error { return nil }

func TestAProblemAfterTheEndIsInTheLogToo(t *testing.T) {
	r := newRecord(t)
	assert.Empty(t, r.Examine())
	require.Empty(t, r.Seal(context.Background(), r.end))
	assert.Empty(t, r.Amend(hub.Problemf(hub.ProblemRecord, "no room for\nhunter2hunter2"), r.end))
	run := r.read()
	assert.Equal(t, hub.VerdictTrouble, run.Verdict())
	require.Len(t, run.Problems, 1)
	assert.NotContains(t, run.Problems[0].Message, "hunter2")
}
