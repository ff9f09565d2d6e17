package planfile

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// examplesOfLines are examples of the form that is parsed.
func examplesOfLines() []Example {
	item := hub.PlanItem("0123456789abcdef 0123456789abcdef a/b é.sh")
	return []Example{
		{Type: lineExample, Index: 1, Path: "a/b é.sh", Item: item, Content: "v1:c", Seconds: 1},
		{Type: lineExample, Index: 2, Path: "a\\b\".sh", Source: 3, PathID: "a/b", Siblings: "2 files", Named: true, Item: item, Content: "", Files: []string{"a one", "b\ttwo"}, Seconds: 0.0125, Assumed: true, Previous: hub.StatusError},
		{Type: lineExample, Index: 999_999_999, Path: "a", PathID: "a", Item: item, Files: []string{"x"}, Previous: hub.StatusCompleted},
	}
}

// parsesExampleEqually checks that a line that is parsed is what encoding/json decodes, and
// returns whether it is.
func parsesExampleEqually(t testing.TB, line []byte) bool {
	t.Helper()
	got, ok := parseExample(line)
	if ok {
		var want Example
		require.NoError(t, json.Unmarshal(line, &want), "%s", line)
		require.Equal(t, want, got, "%s", line)
	}
	return ok
}

func TestLinesOfExamplesAreParsedAsByEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var lines [][]byte
	for _, x := range examplesOfLines() {
		text, err := line(nil, x)
		require.NoError(t, err)
		require.True(t, parsesExampleEqually(t, text), "%s", text)
		lines = append(lines, text)
	}
	odd, err := line(nil, Example{Type: lineExample, Fault: &hub.Error{Type: hub.ErrInvalidMeta}, Files: []string{}})
	require.NoError(t, err)
	x, err := decodeExample(odd)
	require.NoError(t, err)
	require.Equal(t, hub.ErrInvalidMeta, x.Fault.Type)
	const chars = "\"\"\\,:[]{}0019-+.eEnulZ \n\r\x00\x1f\xff\xe4\xb8é"
	parsed := 0
	for range 50_000 {
		text := slices.Clone(lines[random.IntN(len(lines))])
		for range 1 + random.IntN(3) {
			at := random.IntN(len(text))
			end := min(len(text), at+random.IntN(3))
			text = slices.Concat(text[:at], []byte{chars[random.IntN(len(chars))]}, text[end:])
		}
		if parsesExampleEqually(t, text) {
			parsed++
		}
	}
	require.Greater(t, parsed, 1000)
}
