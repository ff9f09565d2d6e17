package status

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Runs are kept in order, without duplicates, also if the file or their logs
// are lost.
func TestRunsAreKept(t *testing.T) {
	s := newStore(t)
	second := record(t, s, 2, hub.StatusError, hub.StatusCompleted)
	first := record(t, s, 1, hub.StatusCompleted)
	f, _ := fold(t, s)
	require.Len(t, f.Runs, 2)
	assert.Equal(t, []string{first, second}, []string{f.Runs[0].ID, f.Runs[1].ID})
	assert.Equal(t, hub.VerdictGood, f.Runs[0].Verdict)
	assert.Equal(t, hub.VerdictFailed, f.Runs[1].Verdict)
	assert.Equal(t, hub.Counts{Total: 2, Completed: 1, Errors: 1}, f.Runs[1].Counts)

	_, err := lock(t, s).Clean(Policy{KeepRuns: 1})
	require.NoError(t, err)
	again, _, err := s.Load()
	require.NoError(t, err)
	assert.Equal(t, f.Runs, again.Runs)
}

func TestRunsAreLimited(t *testing.T) {
	f := newFile()
	for i := range maxRuns + 5 {
		f.remember(&hub.Run{RunHeader: hub.RunHeader{Catalog: i}}, fmt.Sprintf("r%03d", i))
	}
	was := f.Runs[0]
	f.remember(&hub.Run{RunHeader: hub.RunHeader{Catalog: 7}, Results: make([]hub.Result, 3)}, "r020")
	require.Len(t, f.Runs, maxRuns)
	assert.Equal(t, was, f.Runs[0], "a run that is there already pushes none out")
	assert.Equal(t, "r005", f.Runs[0].ID)
	assert.Equal(t, 3, f.Runs[15].Counts.Total)
	assert.Empty(t, orderedRuns([]hub.RunSummary{{}, {Seconds: -1}}), "a run without an ID does not count")
}
