package jsonline

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// commonLines are those of examples without a failure.
func commonLines(t testing.TB) []string {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678000000, time.UTC)
	id := "a/b é.sh"
	a := hub.Attempt{Number: 1, Started: at, Worker: 2, Seconds: 0.0125, BuildSeconds: 3, CPUSeconds: 0.25, PeakMemory: 6 << 30, Output: "one \"two\"\n\t世界 \\ <b>\x7f", OutputFile: "x/y.txt"}
	r := hub.Result{ID: id, Status: hub.StatusCompleted, RunID: "r", Started: at, Seconds: 12.5, Worker: 2, Attempts: []hub.Attempt{a}, Fingerprint: "v1:f", DependsOn: []string{"a b", "c d"}}
	skipped := hub.Result{ID: id, Status: hub.StatusSkipped, Reason: "why", Started: at}
	var lines []string
	for _, e := range []hub.Event{
		{Type: hub.EventExampleStarted, Time: at, ID: id, Worker: 1},
		{Type: hub.EventExampleStarted, Time: at, ID: id},
		{Type: hub.EventAttemptFinished, Time: at, ID: id, Worker: 1, Attempt: &a},
		{Type: hub.EventExampleFinished, Time: at, ID: id, Result: &r},
		{Type: hub.EventExampleFinished, Time: at, ID: id, Result: &skipped},
	} {
		line, err := Plain.Event(nil, &e)
		require.NoError(t, err)
		lines = append(lines, string(line))
	}
	return lines
}

// parsesEqually checks that a line that is parsed is what encoding/json decodes, and
// returns whether it is.
func parsesEqually(t *testing.T, line []byte) bool {
	t.Helper()
	got, ok := Parse(line)
	if ok {
		var want hub.Event
		require.NoError(t, json.Unmarshal(line, &want), "%s", line)
		require.Equal(t, want, got, "%s", line)
	}
	return ok
}

func TestCommonLinesAreParsed(t *testing.T) {
	for _, line := range commonLines(t) {
		require.True(t, parsesEqually(t, []byte(line)), "%s", line)
		require.True(t, parsesEqually(t, []byte(line[:len(line)-1])))
	}
}

// Any damage is either not parsed, or as by encoding/json.
func TestDamagedLinesAreParsedAsByEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	lines := commonLines(t)
	const chars = "\"\"\\,:[]{}0019-+.eEnulZ \n\r\x00\x1f\xff\xe4\xb8é"
	parsed := 0
	for range 100_000 {
		line := []byte(lines[random.IntN(len(lines))])
		for range 1 + random.IntN(3) {
			at := random.IntN(len(line))
			end := min(len(line), at+random.IntN(3))
			line = slices.Concat(line[:at], []byte{chars[random.IntN(len(chars))]}, line[end:])
		}
		if parsesEqually(t, line) {
			parsed++
		}
	}
	require.Greater(t, parsed, 1000)
}

// Fields of which one is missing, doubled or out of order are as by encoding/json.
func TestMixedLinesAreParsedAsByEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	lines := commonLines(t)
	for range 50_000 {
		a, b := lines[random.IntN(len(lines))], lines[random.IntN(len(lines))]
		parsesEqually(t, []byte(a[:random.IntN(len(a))]+b[random.IntN(len(b)):]))
	}
}

// commonExamples are examples that can be run.
func commonExamples(t testing.TB) []string {
	var texts []string
	for _, e := range []hub.Example{
		{Index: 1, ID: "a/b é.sh", Name: "b", Group: "a", GroupTitle: "a", Path: "a/b é.sh", Runner: "sh", Argv: []string{"sh", "a/b \"é\".sh"}, Rules: "timeout 5m"},
		{Index: 12, ID: "named", PathID: "a/c", DocName: "docs/c", Name: "c", Title: "See", Group: "a", GroupTitle: "All\tof A", Path: "a/c.py", Tags: []string{"x", "y"}, Skip: "not <yet>"},
	} {
		text, err := Plain.Example(nil, &e)
		require.NoError(t, err)
		texts = append(texts, string(text))
	}
	return texts
}

// parsesExampleEqually is parsesEqually for an example.
func parsesExampleEqually(t *testing.T, text []byte) bool {
	t.Helper()
	got, ok := ParseExample(text)
	if ok {
		var want hub.Example
		require.NoError(t, json.Unmarshal(text, &want), "%s", text)
		require.Equal(t, want, got, "%s", text)
	}
	return ok
}

func TestCommonExamplesAreParsed(t *testing.T) {
	texts := commonExamples(t)
	for _, text := range texts {
		require.True(t, parsesExampleEqually(t, []byte(text)), "%s", text)
	}
	random := rand.New(rand.NewPCG(9, 10))
	const chars = "\"\"\\,:[]{}0019-+.eEnulZ \n\r\x00\x1f\xff\xe4\xb8é"
	parsed := 0
	for range 50_000 {
		text := []byte(texts[random.IntN(len(texts))])
		at := random.IntN(len(text))
		end := min(len(text), at+random.IntN(3))
		text = slices.Concat(text[:at], []byte{chars[random.IntN(len(chars))]}, text[end:])
		if parsesExampleEqually(t, text) {
			parsed++
		}
		other := texts[random.IntN(len(texts))]
		parsesExampleEqually(t, []byte(string(text[:at])+other[random.IntN(len(other)):]))
	}
	require.Greater(t, parsed, 1000)
}

func FuzzParseExample(f *testing.F) {
	for _, text := range commonExamples(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { parsesExampleEqually(t, text) })
}

func FuzzParse(f *testing.F) {
	for _, line := range commonLines(f) {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) { parsesEqually(t, line) })
}
