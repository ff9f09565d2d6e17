package runlog

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// resultLines returns the hashes of the example-finished lines, by example.
func resultLines(text string) map[string]string {
	hashes := map[string]string{}
	for line := range strings.Lines(text) {
		if _, rest, ok := strings.Cut(line, `"result":{"id":"`); ok {
			id, _, _ := strings.Cut(rest, `"`)
			hashes[id] = hub.LineHash([]byte(line))
		}
	}
	return hashes
}

// What is hashed is the line as the log has it, also beside events that cannot be written
// and after a write that was cut short.
func TestHashesAreThoseOfTheLines(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "runs"), "r1")
	require.NoError(t, err)
	hashes := map[string]string{}
	w.Hashed = func(r *hub.Result, hash string) { hashes[r.ID] = hash }
	require.NoError(t, w.Append(header("a", "b", "c"), started("a", 1), finished("a", 2, hub.StatusCompleted)))
	unwritable := finished("c", 3, hub.StatusCompleted)
	unwritable.Time = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	require.Error(t, w.Append(started("b", 2), unwritable, finished("b", 3, hub.StatusError)))
	require.NoError(t, w.Sync())
	require.NoError(t, w.Append(ended(4)))
	require.NoError(t, w.Close())
	text, err := os.ReadFile(w.Path())
	require.NoError(t, err)
	assert.Len(t, hashes, 2)
	assert.Equal(t, resultLines(string(text)), hashes)

	var file bytes.Buffer
	room := 400
	w = newWriter("log", func(b []byte) (int, error) {
		n := min(len(b), room)
		room -= n
		file.Write(b[:n])
		if n < len(b) {
			return n, errors.New("full")
		}
		return n, nil
	}, func() error { return nil }, func() error { return nil }, time.Hour)
	clear(hashes)
	w.Hashed = func(r *hub.Result, hash string) { hashes[r.ID] = hash }
	require.Error(t, w.Append(header("a"), finished("a", 2, hub.StatusCompleted)))
	assert.Empty(t, hashes, "the line is not in the log")
	room = 1 << 20
	require.NoError(t, w.Append(header("a"), finished("a", 2, hub.StatusCompleted)))
	require.NoError(t, w.Close())
	assert.Len(t, hashes, 1)
	assert.Equal(t, resultLines(file.String()), hashes)
}

// A log that is written anew proves what the first one did.
func TestALogOfAQueueThatIsWrittenAnew(t *testing.T) {
	open := header()
	open.Run.Part = &hub.Part{Plan: "p", Total: 1}
	taken := func(id string) hub.Event {
		return hub.Event{Type: hub.EventExampleTaken, Time: day, ID: id, Example: &hub.Example{ID: id, Index: 1}, Previous: hub.StatusError}
	}
	answer := func(kind hub.EventType, id, run string) hub.Event {
		return hub.Event{Type: kind, Time: at(3), ID: id, Receipt: &hub.Receipt{Hash: "00", Run: run}}
	}
	text := sealedLog(t, open, taken("a"), finished("a", 2, hub.StatusCompleted), taken("b"), finished("b", 2, hub.StatusError),
		answer(hub.EventResultRefused, "b", "r1"), answer(hub.EventResultAcknowledged, "b", "r2"), answer(hub.EventResultAcknowledged, "a", "r1"), ended(4))
	first, err := Decode(bytes.NewReader(text))
	require.NoError(t, err)
	assert.Empty(t, first.Damage)
	assert.Equal(t, hub.VerdictGood, first.Run.Verdict())
	assert.Len(t, first.Run.Receipts, 2)
	again, err := Decode(bytes.NewReader(sealedLog(t, Events(&first.Run)...)))
	require.NoError(t, err)
	assert.Equal(t, SealIntact, again.Sealed)
	assert.Empty(t, again.Damage)
	assert.Equal(t, first.Run, again.Run)
}
