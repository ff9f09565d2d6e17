package runlog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// sealedRun returns the events of a run in which a passed, b failed and c was
// skipped.
func sealedRun() []hub.Event {
	head := header("a", "b", "c")
	head.Run.Sealed = true
	b := finished("b", 3, hub.StatusError)
	b.Result.Error = &hub.Error{Type: hub.ErrUnknown, Message: "exit code 1"}
	b.Result.Attempts[0].ExitCode, b.Result.Attempts[0].Error = 1, b.Result.Error
	c := hub.Event{Type: hub.EventExampleFinished, Time: at(1), ID: "c", Result: &hub.Result{ID: "c", Status: hub.StatusSkipped, Reason: "no key"}}
	return []hub.Event{head, c, started("a", 1), started("b", 1), finished("a", 2, hub.StatusCompleted), b, ended(4)}
}

func sealedLog(t testing.TB, events ...hub.Event) []byte {
	d := &disk{room: math.MaxInt}
	w := d.writer(time.Hour)
	for _, e := range events {
		require.NoError(t, w.Append(e))
	}
	require.NoError(t, w.Close())
	return d.data
}

func TestSealIsOverEveryByteBefore(t *testing.T) {
	data := sealedLog(t, sealedRun()...)
	at := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	var last hub.Event
	require.NoError(t, json.Unmarshal(data[at:], &last))
	sum := sha256.Sum256(data[:at])
	assert.Equal(t, hex.EncodeToString(sum[:]), last.End.Seal)
	assert.Equal(t, 6, last.End.Events)
	assert.Equal(t, map[hub.Status]int{hub.StatusCompleted: 1, hub.StatusError: 1, hub.StatusSkipped: 1}, last.End.Results)

	log, err := Decode(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, SealIntact, log.Sealed)
	assert.Empty(t, log.Unproven())
	assert.Equal(t, hub.RunEnd{Reason: hub.EndFinished, Finished: last.End.Finished}, log.Run.End, "the seal is the log's, not the run's")

	// The seal is the same if all events are written in one call, or by
	// Encoder.
	d := &disk{room: math.MaxInt}
	w := d.writer(time.Hour)
	require.NoError(t, w.Append(sealedRun()...))
	require.NoError(t, w.Close())
	assert.Equal(t, string(data), string(d.data))
	var out bytes.Buffer
	x := NewEncoder(&out)
	require.NoError(t, x.Encode(sealedRun()[:3]...))
	require.NoError(t, x.Encode(sealedRun()[3:]...))
	require.ErrorIs(t, x.Encode(ended(5)), ErrSealed)
	assert.Equal(t, string(data), out.String())
	out.Reset()
	x = NewEncoder(&out)
	require.NoError(t, x.Begin(sealedRun()[0]))
	require.NoError(t, x.Encode(sealedRun()[1:]...))
	assert.Equal(t, string(data), out.String())
}

func TestNothingIsAppendedAfterTheEnd(t *testing.T) {
	d := &disk{room: math.MaxInt}
	w := d.writer(time.Hour)
	require.ErrorIs(t, w.Append(append(sealedRun(), started("a", 9))...), ErrSealed)
	whole := string(d.data)
	require.ErrorIs(t, w.Append(started("a", 9)), ErrSealed)
	require.ErrorIs(t, w.Append(ended(9)), ErrSealed)
	require.NoError(t, w.Append(), "nothing is no addition")
	require.NoError(t, w.Close())
	assert.Equal(t, whole, string(d.data))
	log, err := Decode(bytes.NewReader(d.data))
	require.NoError(t, err)
	assert.Empty(t, log.Unproven())
}

// Wherever a write is cut short, repeating it results in a sealed, complete
// log.
func TestTornLogsAreSealed(t *testing.T) {
	events := sealedRun()
	whole := sealedLog(t, events...)
	for room := range whole {
		d := &disk{room: room}
		w := d.writer(time.Hour)
		for _, batch := range [][]hub.Event{events[:1], events[1:4], events[4:]} {
			if err := w.Append(batch...); err != nil {
				d.room = math.MaxInt
				if err = w.Append(batch...); err != nil {
					require.ErrorIs(t, err, ErrSealed, "room %d", room) // all but its last line end was there
				}
			}
		}
		require.NoError(t, w.Close())
		log, err := Decode(bytes.NewReader(d.data))
		require.NoError(t, err)
		require.Empty(t, log.Unproven(), "room %d: %s", room, d.data)
		require.Zero(t, log.Trailing, "room %d", room)
		require.Len(t, log.Run.Failures(), 1, "room %d", room)
	}
}

// checkChanged checks that a changed sealed log is never good and keeps its
// failures.
func checkChanged(t *testing.T, data []byte) {
	log, err := Decode(bytes.NewReader(data))
	if err != nil {
		require.ErrorIs(t, err, ErrNewer)
		return
	}
	require.NotEqual(t, hub.VerdictGood, log.Run.Verdict())
	require.NotEmpty(t, log.Unproven())
	if log.Closed {
		require.Equal(t, SealBroken, log.Sealed)
		require.NotEmpty(t, log.Run.Problems)
		for _, r := range log.Run.Results {
			require.True(t, r.Status == hub.StatusError || r.Status == hub.StatusInterrupted, "%+v", r)
		}
	}
}

func TestChangedLogsAreNeverGood(t *testing.T) {
	// A good run, and one in which b failed: can a change hide that?
	good := sealedRun()
	good[5] = finished("b", 3, hub.StatusCompleted)
	for _, data := range [][]byte{sealedLog(t, good...), sealedLog(t, sealedRun()...)} {
		lines := bytes.SplitAfter(data, []byte{'\n'})
		lines = lines[:len(lines)-1]
		end := len(lines) - 1
		join := func(lines ...[]byte) []byte { return bytes.Join(lines, nil) }
		// Any byte before the end is changed, removed, or doubled.
		for i := range len(data) - len(lines[end]) {
			other := bytes.Clone(data)
			other[i] ^= 1
			checkChanged(t, other)
			if i%7 == 0 {
				checkChanged(t, join(data[:i], data[i+1:]))
				checkChanged(t, join(data[:i], data[i:i+1], data[i:]))
			}
		}
		// The log is cut at any position.
		for i := range data {
			log, err := Decode(bytes.NewReader(data[:i]))
			require.NoError(t, err)
			require.NotEqual(t, hub.VerdictGood, log.Run.Verdict())
			require.Equal(t, SealOpen, log.Sealed)
		}
		// Any line is removed or doubled, and any two are swapped.
		for i := range end {
			checkChanged(t, join(join(lines[:i]...), join(lines[i+1:]...)))
			checkChanged(t, join(join(lines[:i+1]...), join(lines[i:]...)))
			for k := range i {
				swapped := append([][]byte{}, lines...)
				swapped[i], swapped[k] = swapped[k], swapped[i]
				checkChanged(t, join(swapped...))
			}
		}
		// The end of another log or of an older hub, and one with other counts.
		other := sealedLog(t, header("a"), ended(1))
		checkChanged(t, join(join(lines[:end]...), other[bytes.IndexByte(other, '\n')+1:]))
		checkChanged(t, join(join(lines[:end]...), []byte(text(t, ended(4)))))
		checkChanged(t, bytes.ReplaceAll(data, []byte(`"events":6`), []byte(`"events":5`)))
		checkChanged(t, bytes.ReplaceAll(data, []byte(`"skipped":1`), []byte(`"skipped":2`)))
		checkChanged(t, bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")))
	}
}

func TestNothingCountsAfterTheEnd(t *testing.T) {
	data := sealedLog(t, sealedRun()...)
	whole, err := Decode(bytes.NewReader(data))
	require.NoError(t, err)
	for _, more := range []string{"x", text(t, finished("b", 9, hub.StatusCompleted), ended(10)), text(t, header("a", "b", "c")), strings.Repeat("\x00", 9), string(data)} {
		log, err := Decode(strings.NewReader(string(data) + more))
		require.NoError(t, err)
		assert.Positive(t, log.Trailing)
		log.Trailing = 0
		assert.Equal(t, whole, log)
	}
	log, err := Decode(strings.NewReader(string(data) + " \n\n"))
	require.NoError(t, err)
	assert.Equal(t, whole, log, "white space is nothing")

	// Without a seal the end proves nothing: an example may have written it.
	fake := text(t, header("a", "b"), finished("a", 1, hub.StatusCompleted), finished("b", 1, hub.StatusCompleted), ended(2))
	log, err = Decode(strings.NewReader(fake))
	require.NoError(t, err)
	assert.Equal(t, SealMissing, log.Sealed)
	assert.Zero(t, log.Damages)
	assert.Equal(t, hub.VerdictGood, log.Run.Verdict(), "that of an older hub counts")
	assert.Contains(t, log.Unproven(), "older version of hub")
	log, err = Decode(strings.NewReader(fake + text(t, finished("b", 3, hub.StatusError), ended(4))))
	require.NoError(t, err)
	assert.Equal(t, hub.VerdictTrouble, log.Run.Verdict())
	assert.Equal(t, []string{fmt.Sprintf("%d bytes follow its end", log.Trailing)}, log.Damage)
}

// Hub notices any change that an example makes to the log of its own run.
func TestIntactComparesContent(t *testing.T) {
	for name, change := range map[string]func(path string, data []byte) error{
		"a byte in place": func(path string, data []byte) error {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteAt([]byte{data[10] ^ 1}, 10)
				err = firstError(err, f.Close())
			}
			return err
		},
		"truncated and refilled": func(path string, data []byte) error {
			return os.WriteFile(path, bytes.Repeat([]byte("x"), len(data)), 0o644)
		},
		"emptied": func(path string, data []byte) error { return os.Truncate(path, 0) },
		"cut":     func(path string, data []byte) error { return os.Truncate(path, int64(len(data)-1)) },
		"appended to": func(path string, data []byte) error {
			return os.WriteFile(path, append(data, '\n'), 0o644)
		},
		"replaced by the same": func(path string, data []byte) error {
			if err := os.WriteFile(path+".new", data, 0o644); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
		"removed": func(path string, data []byte) error { return os.Remove(path) },
		"a folder": func(path string, data []byte) error {
			return firstError(os.Remove(path), os.Mkdir(path, 0o755))
		},
		"a link to the same": func(path string, data []byte) error {
			return firstError(os.Rename(path, path+".old"), os.Symlink(path+".old", path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := Create(t.TempDir(), "r1")
			require.NoError(t, err)
			require.NoError(t, w.Append(sealedRun()[:5]...))
			require.NoError(t, w.Intact(), "also while it is written")
			if runtime.GOOS == "windows" { // open files cannot be renamed or removed
				require.NoError(t, w.Close())
			}
			data, err := os.ReadFile(w.Path())
			require.NoError(t, err)
			if err := change(w.Path(), data); err != nil {
				require.NoError(t, w.Close())
				t.Skip(err)
			}
			require.ErrorIs(t, w.Intact(), ErrChanged)
			require.NoError(t, w.Close())
			require.ErrorIs(t, w.Intact(), ErrChanged)
		})
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// A log rewritten from the run has the same content.
func TestEventsOfARun(t *testing.T) {
	events := sealedRun()
	step := hub.Step{Phase: hub.PhaseSetup, Command: []string{"x"}, Started: at(1)}
	problem := hub.Problem{Kind: hub.ProblemRecord, Message: "changed by another program"}
	span := hub.Span{Name: "log", Started: at(0), Seconds: 0.5}
	more := []hub.Event{events[0], {Type: hub.EventSpanFinished, Time: at(1), Span: &span}, {Type: hub.EventStepFinished, Time: at(1), Step: &step}, {Type: hub.EventProblem, Time: at(2), Problem: &problem}}
	events = append(more, events[1:]...)
	for cut := 1; cut <= len(events); cut++ { // a run that was killed, too
		var rec hub.Recorder
		for _, e := range events[:cut] {
			rec.Add(e)
		}
		run := rec.Run()
		log, err := Decode(bytes.NewReader(sealedLog(t, Events(&run)...)))
		require.NoError(t, err)
		if cut < len(events) {
			require.Equal(t, SealOpen, log.Sealed)
			log.Run.End = run.End // when it was last alive is in no event
		} else {
			require.Empty(t, log.Unproven())
		}
		require.Equal(t, run, log.Run, "%d events", cut)
	}
}

// A few bytes cannot use much memory.
func TestDenseLinesAreDamage(t *testing.T) {
	plan := func(n int) string {
		one := `{"index":1,"id":"a","name":"a","title":"","group":"g","groupTitle":"g","path":"a"}`
		return `{"type":"run-started","run":{"schemaVersion":1,"plan":[` + strings.Repeat(one+",", n-1) + one + `]}}`
	}
	output := `{"type":"example-finished","id":"a","result":{"id":"a","status":"completed","attempts":[{"number":1,"output":"` +
		strings.Repeat(`[,[,{,\",[null,`, 1<<20) + `"}]}}`
	for name, c := range map[string]struct {
		line string
		want bool
	}{
		"a plan":              {plan(20_000), false},
		"an example's output": {output, false},
		"empty objects":       {`{"run":{"plan":[` + strings.Repeat("{},", maxObjects) + `{}]}}`, true},
		"nulls":               {`{"run":{"plan":[` + strings.Repeat("null , ", maxObjects) + `null]}}`, true},
		"empty texts":         {`{"run":{"joined":[` + strings.Repeat(`"",`, manyElements) + `""]}}`, true},
		"members":             {`{"run":{"previous":{` + strings.Repeat(`"":"",`, maxMembers) + `"":""}}}`, true},
		"depth":               {strings.Repeat("[", smallLine+1), true},
		"no JSON":             {strings.Repeat(`]}:"\`, smallLine), false},
		"a short line":        {strings.Repeat("[", smallLine), false},
	} {
		assert.Equal(t, c.want, dense([]byte(c.line)), name)
	}
	log, err := Decode(strings.NewReader(text(t, header("a")) + `{"type":"example-finished","result":{"id":"a","status":"error","attempts":[` + strings.Repeat("{},", manyElements) + "{}]}}\n"))
	require.NoError(t, err)
	assert.Equal(t, 1, log.Bad)
}

// No short edit of a sealed log makes it good, or changes a failure.
func FuzzSealed(f *testing.F) {
	data := sealedLog(f, sealedRun()...)
	end := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	status := bytes.Index(data, []byte(`"status":"error"`))
	f.Add(status, len(`"status":"error"`), []byte(`"status":"completed"`))
	f.Add(status, len(`"status":"error"`), []byte(`"status":"skipped"`))
	f.Add(0, end, []byte{})
	f.Add(bytes.Index(data, []byte(`,"seal"`)), len(data)-2, []byte("}}"))
	f.Add(bytes.Index(data, []byte(`,"sealed":true`)), len(`,"sealed":true`), []byte{})
	f.Add(end, 0, []byte(`{"type":"run-finished","end":{"reason":"finished"}}`+"\n"))
	f.Fuzz(func(t *testing.T, at, n int, with []byte) {
		if at < 0 || n < 0 || at > end || at+n > len(data) || at+n < at || len(with) > 100 {
			return // longer, it could be a log of its own
		}
		other := append(append(bytes.Clone(data[:at]), with...), data[at+n:]...)
		if bytes.Equal(other, data) {
			return
		}
		log, err := Decode(bytes.NewReader(other))
		if err != nil {
			require.ErrorIs(t, err, ErrNewer)
			return
		}
		require.NotEqual(t, hub.VerdictGood, log.Run.Verdict())
		for _, r := range log.Run.Results {
			require.False(t, r.ID == "b" && log.Closed && r.Status != hub.StatusError && r.Status != hub.StatusInterrupted, "%+v", r)
		}
	})
}

func BenchmarkIntact(b *testing.B) {
	w, err := Create(filepath.Join(b.TempDir(), "runs"), "r1")
	require.NoError(b, err)
	e := finished("basics/hello", 1, hub.StatusCompleted)
	e.Result.Attempts[0].Output = strings.Repeat("some line of output\n", 10)
	for range 10_000 {
		require.NoError(b, w.Append(started("basics/hello", 1), e))
	}
	b.SetBytes(w.written)
	for b.Loop() {
		if err := w.Intact(); err != nil {
			b.Fatal(err)
		}
	}
	require.NoError(b, w.Close())
}

func TestUnseal(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, "r1")
	require.NoError(t, err)
	require.NoError(t, w.Unseal(), "there is no end to take off")
	require.NoError(t, w.Append(hub.Event{Type: hub.EventRunStarted, Run: &hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: "r1", Sealed: true}},
		hub.Event{Type: hub.EventRunFinished, End: &hub.RunEnd{Reason: hub.EndFinished}}))
	require.NoError(t, w.Close())
	require.NoError(t, w.Unseal())
	log, err := Read(w.Path())
	require.NoError(t, err)
	assert.True(t, log.Started)
	assert.Equal(t, SealOpen, log.Sealed)
	assert.Empty(t, log.Damage)
	assert.ErrorIs(t, w.Unseal(), ErrChanged, "a changed log is left alone")
}
