package runlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// text encodes events as a log.
func text(t testing.TB, events ...hub.Event) string {
	var b strings.Builder
	for _, e := range events {
		line, err := json.Marshal(e)
		require.NoError(t, err)
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestDecodeIsTolerant(t *testing.T) {
	head := text(t, header("a", "b"))
	a := text(t, started("a", 1), finished("a", 2, hub.StatusCompleted))
	b := text(t, started("b", 1), finished("b", 2, hub.StatusCompleted))
	end := text(t, ended(3))
	for _, c := range []struct {
		name, in    string
		lines, bad  int
		torn        bool
		verdict     hub.Verdict
		first, last hub.Status
	}{
		{"whole", head + a + b + end, 6, 0, false, hub.VerdictGood, hub.StatusCompleted, hub.StatusCompleted},
		{"carriage returns", strings.ReplaceAll(head+a+b+end, "\n", "\r\n"), 6, 0, false, hub.VerdictGood, hub.StatusCompleted, hub.StatusCompleted},
		{"empty lines", head + "\n\n" + a + b + end, 6, 0, false, hub.VerdictGood, hub.StatusCompleted, hub.StatusCompleted},
		{"everything twice", head + head + a + a + b + b + end, 11, 0, false, hub.VerdictGood, hub.StatusCompleted, hub.StatusCompleted},
		{"the end twice", head + a + b + end + end, 6, 0, false, hub.VerdictTrouble, hub.StatusError, hub.StatusError},
		{"torn", head + a + b[:len(b)-20], 4, 0, true, hub.VerdictFailed, hub.StatusCompleted, hub.StatusInterrupted},
		{"only the line end is missing", head + a + b[:len(b)-1], 4, 0, true, hub.VerdictFailed, hub.StatusCompleted, hub.StatusInterrupted},
		{"bad in the middle", head + "{\"type\":\"exam\n" + a + "\x00\x00\n" + b + end, 6, 2, false, hub.VerdictTrouble, hub.StatusError, hub.StatusError},
		{"bad in the middle, killed", head + "{\"type\":\"exam\n" + a + "\x00\x00\n" + b, 5, 2, false, hub.VerdictFailed, hub.StatusCompleted, hub.StatusCompleted},
		{"unknown event", head + `{"type":"example-paused","run":"text","id":7}` + "\n" + a + b + end, 7, 0, false, hub.VerdictGood, hub.StatusCompleted, hub.StatusCompleted},
		{"unknown field", head + strings.Replace(a, `{"type`, `{"new":[1],"type`, 1) + b + end, 6, 0, false, hub.VerdictGood, hub.StatusCompleted, hub.StatusCompleted},
		{"empty events", head + "{}\n[]\n5\nnull\n" + `{"type":"example-finished"}` + "\n" + `{"type":"step-finished"}` + "\n" + `{"type":"run-problem"}` + "\n" + `{"type":"run-problem","problem":{"message":"of no kind"}}` + "\n" + `{"type":"example-finished","result":{"id":"a","status":"fine"}}` + "\n", 1, 9, false, hub.VerdictFailed, hub.StatusPending, hub.StatusPending},
		{"a problem", head + a + `{"type":"run-problem","time":"2026-11-22T14:22:33Z","problem":{"kind":"later","message":"of a later hub"}}` + "\n" + b + end, 7, 0, false, hub.VerdictTrouble, hub.StatusCompleted, hub.StatusCompleted},
		{"a lost result of a run that ended", head + a + end, 4, 0, false, hub.VerdictFailed, hub.StatusCompleted, hub.StatusError},
		{"of another example", head + a + text(t, finished("z", 1, hub.StatusError)) + b + end, 7, 0, false, hub.VerdictTrouble, hub.StatusError, hub.StatusError},
	} {
		t.Run(c.name, func(t *testing.T) {
			log, err := Decode(iotest.OneByteReader(strings.NewReader(c.in)))
			require.NoError(t, err)
			assert.Equal(t, c.lines, log.Lines, "lines")
			assert.Equal(t, c.bad, log.Bad, "bad")
			assert.Equal(t, c.torn, log.Torn, "torn")
			assert.Equal(t, c.verdict, log.Run.Verdict())
			require.Len(t, log.Run.Results, 2)
			assert.Equal(t, c.first, log.Run.Results[0].Status)
			assert.Equal(t, c.last, log.Run.Results[1].Status)
		})
	}
}

func TestDecodeWithoutAHeader(t *testing.T) {
	for _, in := range []string{"", "\n", "{", text(t, finished("a", 1, hub.StatusCompleted), ended(2))} {
		log, err := Decode(strings.NewReader(in))
		require.NoError(t, err)
		assert.False(t, log.Started)
		assert.Empty(t, log.Run.Results)
	}
}

func TestDecodeRefusesNewerFormats(t *testing.T) {
	e := header("a")
	e.Run.SchemaVersion = hub.SchemaVersion + 1
	_, err := Decode(strings.NewReader(text(t, e)))
	require.ErrorIs(t, err, ErrNewer)
	_, err = Decode(strings.NewReader(fmt.Sprintf(`{"type":"run-started","time":7,"run":{"schemaVersion":%d,"plan":"elsewhere"}}`+"\n", hub.SchemaVersion+1)))
	require.ErrorIs(t, err, ErrNewer, "also when its shape is another")
	require.ErrorContains(t, err, "update hub")
}

func TestDecodeUnfinished(t *testing.T) {
	log, err := Decode(strings.NewReader(text(t, header("a", "b", "c", "d"), started("c", 1), started("a", 1),
		started("b", 2), finished("b", 3, hub.StatusCompleted))))
	require.NoError(t, err)
	assert.Equal(t, []string{"c", "a"}, log.Unfinished)
	assert.False(t, log.Closed)
	assert.Equal(t, hub.EndKilled, log.Run.End.Reason)
}

func TestDecodeBoundsLines(t *testing.T) {
	head := text(t, header("a", "b"))
	long := `{"type":"example-started","id":"a","x":"` + strings.Repeat("x", 300_000) + "\"}\n"
	b := text(t, finished("b", 2, hub.StatusCompleted))
	log, err := decode(strings.NewReader(head+long+b), 200_000, nil)
	require.NoError(t, err)
	assert.Equal(t, 1, log.Bad)
	assert.Equal(t, 2, log.Lines)
	log, err = decode(strings.NewReader(head+long+b), 400_000, nil)
	require.NoError(t, err)
	assert.Zero(t, log.Bad, "a long line that is allowed is read whole")
	assert.Equal(t, []string{"a"}, log.Unfinished)
	log, err = decode(strings.NewReader(head+long[:250_000]), 200_000, nil)
	require.NoError(t, err)
	assert.True(t, log.Torn)
	log, err = decode(strings.NewReader(head+strings.Repeat("y", 1000)+"\n"+b), 900, nil)
	require.NoError(t, err)
	assert.Equal(t, 1, log.Bad, "shorter than the read buffer")
}

func TestDecodeReturnsReadErrors(t *testing.T) {
	broken := errors.New("input/output error")
	_, err := Decode(io.MultiReader(strings.NewReader(text(t, header("a"))), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
}

func TestReadAndList(t *testing.T) {
	dir := t.TempDir()
	ids, err := List(filepath.Join(dir, "none"))
	require.NoError(t, err)
	assert.Empty(t, ids)
	for _, name := range []string{"b.ndjson", "a.ndjson", "a.txt", ".c.ndjson"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o644))
	}
	require.NoError(t, os.Mkdir(Path(dir, "folder"), 0o755))
	ids, err = List(dir)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, ids)

	log, err := Read(Path(dir, "a"))
	require.NoError(t, err)
	assert.Equal(t, "a", log.Run.ID)
	assert.Equal(t, SealOpen, log.Sealed)
	_, err = Read(Path(dir, "z"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Read(Path(dir, "folder"))
	require.ErrorContains(t, err, "is not a file")
}

// Every prefix of a real log keeps all results in complete lines.
func TestDecodeAnyPrefix(t *testing.T) {
	in := text(t, header("a", "b"), started("a", 1), finished("a", 2, hub.StatusCompleted), started("b", 2),
		finished("b", 3, hub.StatusError), ended(4))
	for cut := range len(in) + 1 {
		checkPrefix(t, []byte(in), cut)
	}
}

// checkPrefix decodes data and its prefixes, and compares them with a simple
// reading of the complete lines.
func checkPrefix(t *testing.T, data []byte, cut int) {
	whole, err := Decode(bytes.NewReader(data))
	if err != nil {
		require.ErrorIs(t, err, ErrNewer)
		return
	}
	checkInvented(t, whole, data)
	part, err := Decode(bytes.NewReader(data[:cut]))
	require.NoError(t, err)
	checkInvented(t, part, data[:cut])
	later := recorded(data)
	for id := range recorded(data[:cut]) {
		require.Contains(t, later, id)
	}
}

// recorded returns the results in the complete lines, read in a simple way.
func recorded(data []byte) map[string]hub.Result {
	results := map[string]hub.Result{}
	lines := bytes.Split(data, []byte{'\n'})
	open, run := false, ""
	for _, line := range lines[:len(lines)-1] {
		var e hub.Event
		if json.Unmarshal(line, &e) != nil {
			continue
		}
		if e.Type == hub.EventRunStarted && e.Run != nil {
			if run == "" { // the first one says whose log it is
				run, open = "run "+e.Run.ID, true
			}
			open = run == "run "+e.Run.ID
		}
		if open && e.Type == hub.EventExampleFinished && e.Result != nil && e.Result.Status.Valid() {
			if old, ok := results[e.Result.ID]; !ok || old.Status != hub.StatusError || e.Result.Status == hub.StatusError {
				results[e.Result.ID] = *e.Result
			}
		}
		if open && e.Type == hub.EventRunFinished && e.End != nil {
			break
		}
	}
	return results
}

func checkInvented(t *testing.T, log Log, data []byte) {
	want := recorded(data)
	for _, res := range log.Run.Results {
		if res.ID == "" {
			continue // a plan with a nameless example: nothing can be recorded of it
		}
		if w, ok := want[res.ID]; ok && log.Damages == 0 {
			require.Equal(t, w, res)
			continue
		} else if ok && w.Status == hub.StatusError {
			require.Equal(t, w.Status, res.Status, "damage makes no failure good")
			continue
		}
		concluded := res.Status == hub.StatusPending || res.Status == hub.StatusInterrupted ||
			(res.Error != nil && res.Error.Type == hub.ErrNoResult)
		require.True(t, concluded, "a result from nowhere: %+v", res)
	}
}

func FuzzDecode(f *testing.F) {
	whole := text(f, header("a", "b"), started("a", 1), finished("a", 2, hub.StatusCompleted), started("b", 2),
		finished("b", 3, hub.StatusError), ended(4))
	f.Add([]byte(whole), len(whole)/2)
	f.Add([]byte(whole+whole), len(whole)+3)
	sealed := sealedLog(f, sealedRun()...)
	f.Add(sealed, len(sealed)-1)
	f.Add(append(sealed, whole...), len(sealed))
	f.Add(bytes.Replace(sealed, []byte(`"exitCode":0`), []byte(`"exitCode":1`), 1), len(sealed))
	f.Add([]byte("{}\nnull\n[\n{\"type\":\"run-started\",\"run\":{\"schemaVersion\":9}}\n"), 4)
	f.Add([]byte(`{"type":"run-started","run":{"plan":[{"id":"a"},{"id":"a"}]}}`+"\n"), 0)
	f.Fuzz(func(t *testing.T, data []byte, cut int) {
		if cut < 0 || cut > len(data) {
			cut = len(data) / 2
		}
		checkPrefix(t, data, cut)
	})
}

func BenchmarkDecode(b *testing.B) {
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = fmt.Sprintf("group/example-%04d", i)
	}
	events := []hub.Event{header(ids...)}
	for _, id := range ids {
		e := finished(id, 2, hub.StatusCompleted)
		e.Result.Attempts[0].Output = strings.Repeat("some line of output\n", 10)
		events = append(events, started(id, 1), e)
	}
	data := []byte(text(b, append(events, ended(5))...))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		log, err := Decode(bytes.NewReader(data))
		if err != nil || log.Lines != 2002 {
			b.Fatal(err, log.Lines)
		}
	}
}
