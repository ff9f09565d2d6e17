package status

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// The paths of a file are found without reading it whole; if that is not possible,
// examples may be gone.
func TestMayBeGone(t *testing.T) {
	s := newStore(t)
	f := sample()
	odd := "say \"relativePath\": <é>\n"
	f.Examples[odd] = Entry{ID: odd, Name: odd, Title: odd, RelativePath: "an odd path \\ é", Status: hub.StatusError}.With(Details{Output: strings.Repeat("x", maxOutput)})
	run := bigRun(1, 2000)
	for n := range 5 { // a line that is longer than a buffer
		run.Results[0].Attempts = append(run.Results[0].Attempts, hub.Attempt{Number: n + 2, Started: day, Output: strings.Repeat("\x01", 2000), Error: &hub.Error{Message: strings.Repeat("\x01", 2000)}})
	}
	f.fold(run.ID, &runlog.Log{Run: *run, Started: true, Closed: true}, folding{})
	l := lock(t, s)
	require.NoError(t, l.Save(f))
	whole, err := os.ReadFile(s.File())
	require.NoError(t, err)
	m, ok := s.head()
	require.True(t, ok)

	paths := map[string]string{}
	list := func(id, path string) bool { paths[id] = path; return false }
	assert.False(t, s.mayBeGone(&m, list))
	want := map[string]string{}
	for id, e := range f.Examples {
		want[id] = e.RelativePath
	}
	assert.Equal(t, want, paths)
	assert.True(t, s.mayBeGone(&m, func(id, _ string) bool { return id == odd }))

	none := func(string, string) bool { return false }
	for name, text := range map[string]string{
		"indented":      strings.ReplaceAll(string(whole), "\n\"", "\n  \""),
		"without paths": strings.ReplaceAll(string(whole), `"relativePath"`, `"path"`),
		"a path a list": strings.ReplaceAll(string(whole), `"relativePath":"g/a.sh"`, `"relativePath":[]`),
		"one entry less": func() string {
			_, rest, _ := strings.Cut(string(whole), "\n\"a\": ")
			_, rest, _ = strings.Cut(rest, "\n")
			at := strings.Index(string(whole), "\n\"a\": ")
			return string(whole[:at+1]) + rest
		}(),
	} {
		require.NotEqual(t, string(whole), text, name)
		require.NoError(t, os.WriteFile(s.File(), []byte(text), 0o600))
		assert.True(t, s.mayBeGone(&m, none), name)
	}
	end := strings.Index(string(whole), "  },\n  \"statistics\"")
	require.Positive(t, end)
	for cut := range end {
		if cut%97 == 0 || cut > end-50 {
			require.NoError(t, os.WriteFile(s.File(), whole[:cut], 0o600))
			require.True(t, s.mayBeGone(&m, none), cut)
		}
	}
	require.NoError(t, os.Remove(s.File()))
	assert.True(t, s.mayBeGone(&m, none))

	require.NoError(t, l.Save(newFile()))
	assert.False(t, s.mayBeGone(&Metadata{}, none))
}
