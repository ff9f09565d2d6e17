package runlog

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/jsonline"
)

// beginnings are first lines with a plan, some of them odd.
func beginnings(t testing.TB) []string {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	plan := []hub.Example{
		{Index: 1, ID: "a/b é.sh", Name: "b", Group: "a", GroupTitle: "A", Path: "a/b é.sh", Tags: []string{"x"}, Runner: "sh", Argv: []string{"sh", "a \"b\""}, Rules: "timeout 1s"},
		{Index: 2, ID: "two", PathID: "2", Name: "two", Group: "a", GroupTitle: "a", Path: "two", Skip: "why"},
	}
	var lines []string
	for _, h := range []hub.RunHeader{
		{ID: "a", Plan: plan, Sealed: true, Previous: map[string]hub.Status{"two": hub.StatusError}, Policies: []string{"flaky pass"}},
		{ID: "a", Plan: plan[:1], PlanItems: []hub.PlanItem{plan[0].Item()}},
		{ID: "a", Plan: []hub.Example{}},
		{ID: "a"},
		{ID: `"plan":[`, Plan: plan},
		{ID: "a", Plan: append(slices.Clone(plan), hub.Example{ID: "three", Fault: &hub.Error{Type: hub.ErrInvalidMeta}})},
	} {
		text, err := jsonline.Plain.Event(nil, &hub.Event{Type: hub.EventRunStarted, Time: at, Run: &h})
		require.NoError(t, err)
		lines = append(lines, string(text))
	}
	const one = `{"index":1,"id":"a","name":"","title":"","group":"","groupTitle":"","path":""}`
	return append(lines,
		`{"type":"run-started","run":{"plan":[`+one+`],"plan":[]}}`,
		`{"type":"run-started","run":{"plan":[`+one+`],"PLAN":null}}`,
		`{"type":"run-started","run":{"Plan":[7],"plan":[`+one+`]}}`,
		`{"type":"run-started","plan":[`+one+`],"run":{"id":"x"}}`,
		`{"type":"run-started","run":{"plan":[`+one+`]},"run":{"id":"x"}}`,
		`{"type":"run-started","run":{"plan":[`+one+`]},"Run":null}`,
		`{"type":"run-started","run":{"id":"x\"plan":[`+one+`]}}`,
		`{"type":"run-started","run":{"plan":[`+one+`,]}}`,
		`{"type":"run-started","run":{"plan":[`+one+`]}`,
		`{"type":"run-started","run":{"plan":[`+one+`]}} x`,
		`{"type":"problem","run":{"plan":[`+one+`]}}`,
	)
}

// beginsEqually checks that a first line that is parsed is what encoding/json decodes, and
// returns whether it is.
func beginsEqually(t testing.TB, line []byte) bool {
	t.Helper()
	got, gotPlan, ok := began(line)
	if ok {
		want, wantPlan, err := unmarshal(line)
		require.NoError(t, err, "%s", line)
		require.Equal(t, want, got, "%s", line)
		require.Equal(t, wantPlan, gotPlan, "%s", line)
	}
	return ok
}

func TestFirstLinesAreParsedAsByEncodingJSON(t *testing.T) {
	lines := beginnings(t)
	for i, line := range lines[:3] {
		require.True(t, beginsEqually(t, []byte(line)), "%d %s", i, line)
	}
	random := rand.New(rand.NewPCG(3, 4))
	const chars = "\"\"\\,:[]{}0019-+.eEnulZ \n\r\x00\x1f\xff\xe4\xb8é"
	parsed := 0
	for range 50_000 {
		line := []byte(lines[random.IntN(len(lines))])
		for range random.IntN(4) {
			at := random.IntN(len(line))
			end := min(len(line), at+random.IntN(3))
			line = slices.Concat(line[:at], []byte{chars[random.IntN(len(chars))]}, line[end:])
		}
		if beginsEqually(t, line) {
			parsed++
		}
	}
	require.Greater(t, parsed, 1000)
}

// FuzzBegan has any first line decoded as by encoding/json, or not at all.
func FuzzBegan(f *testing.F) {
	for _, line := range beginnings(f) {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) { beginsEqually(t, line) })
}
