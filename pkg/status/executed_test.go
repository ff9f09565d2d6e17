package status

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// An example that skips itself was started: it counts as executed, with its time and
// its exit code, and is neither a pass nor a failure.
func TestASkipByTheExampleItselfCountsAsExecuted(t *testing.T) {
	passed, pass := runAt(1, hub.StatusCompleted)
	skipped, skip := runAt(2, hub.StatusSkipped)
	res := &skip.Run.Results[0]
	res.Seconds, res.Attempts = 0.5, []hub.Attempt{{Number: 1, Started: res.Started, Seconds: 0.5, ExitCode: 77, Output: "no GPU\n", Skip: "no GPU"}}
	marked, mark := runAt(3, hub.StatusSkipped)

	f := newFile()
	f.fold(passed, pass, folding{})
	f.fold(skipped, skip, folding{})
	f.fold(marked, mark, folding{})
	f.refresh()
	e, ok := f.Get("a")
	require.True(t, ok)
	assert.Equal(t, hub.StatusSkipped, e.Status)
	assert.Equal(t, "skip 3", e.Reason)
	assert.Equal(t, skipped, e.RunID, "a skip before the start is no execution")
	assert.Equal(t, 0.5, e.ExecutionTime)
	assert.Equal(t, 77, e.Details().ExitCode)
	assert.Equal(t, "no GPU\n", e.Details().Output)
	assert.Equal(t, 2, e.Attempts)
	assert.Equal(t, passed, e.Details().History[0].RunID)
	assert.Len(t, e.Details().History, 1)
	assert.Equal(t, 1, f.Statistics.TotalExecuted)
	assert.Equal(t, 0.5, f.Statistics.TotalExecutionTime)

	back := newFile()
	back.fold(marked, mark, folding{})
	back.fold(skipped, skip, folding{})
	back.fold(passed, pass, folding{})
	assert.Equal(t, text(t, f), text(t, back), "the order of folding does not matter")

	again, err := decode(strings.NewReader(text(t, f)))
	require.NoError(t, err)
	kept, _ := again.file.Get("a")
	assert.Equal(t, 77, kept.Details().ExitCode)
	assert.Equal(t, e.LastExecuted, kept.LastExecuted)
}

func TestTheExitCodeOfAnInterruptedExampleIs130(t *testing.T) {
	for name, attempts := range map[string][]hub.Attempt{
		"stopped by a signal": {{Number: 1, ExitCode: -1, Signal: "SIGTERM", Canceled: true}},
		"ended in time":       {{Number: 1, ExitCode: 0, Canceled: true}},
		"hub was killed":      nil,
	} {
		id, log := runAt(1, hub.StatusInterrupted)
		log.Run.Results[0].Attempts = attempts
		f := newFile()
		f.fold(id, log, folding{})
		e, _ := f.Get("a")
		assert.Equal(t, 130, e.Details().ExitCode, name)
	}
}
