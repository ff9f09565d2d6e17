package status

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// A status file without sequences, as an older hub wrote it.
const formerFile = `{
  "metadata": {"version": "3.0", "lastUpdated": "2026-11-22T14:06:00Z", "totalExamples": 2, "root": "/p", "oldest": "2026-11-22T14:01:00Z",
    "completed": 1, "foldedRuns": ["20261122T140100.000Z-0000", "20261122T140500.000Z-0000"], "paths": ["a\tg/a.sh", "b\tg/b.sh"]},
  "examples": {
    "a": {"id":"a","index":1,"name":"a","group":"g","relativePath":"g/a.sh","absolutePath":"/p/g/a.sh","status":"completed","updated":"2026-11-22T14:05:02Z","updatedRunId":"20261122T140500.000Z-0000","startTime":"2026-11-22T14:05:01Z","lastExecuted":"2026-11-22T14:05:02Z","runId":"20261122T140500.000Z-0000","executionTime":1,"exitCode":0,"output":"x","attempts":2,"lastCompleted":"2026-11-22T14:05:02Z","errors":[{"timestamp":"2026-11-22T14:01:02Z","type":"assertion","message":"bad","output":"","exitCode":1,"runId":"20261122T140100.000Z-0000","attempt":1}],"history":[{"runId":"20261122T140100.000Z-0000","time":"2026-11-22T14:01:02Z","status":"error","seconds":1},{"runId":"20261122T140500.000Z-0000","time":"2026-11-22T14:05:02Z","status":"completed","seconds":1}]},
    "b": {"id":"b","index":2,"name":"b","group":"g","relativePath":"g/b.sh","absolutePath":"/p/g/b.sh","status":"pending","reason":"its recorded errors were cleared","updated":"2026-11-22T14:01:02Z","updatedRunId":"20261122T140100.000Z-0000","startTime":null,"lastExecuted":null,"executionTime":0,"exitCode":0,"output":"","attempts":1,"lastCompleted":null,"errors":[],"clearedRuns":["20261122T140100.000Z-0000"]}
  },
  "statistics": {"totalExecuted": 1, "completed": 1, "errors": 0, "skipped": 0, "interrupted": 0, "averageExecutionTime": 1, "totalExecutionTime": 1,
    "lastFullRun": "2026-11-22T14:05:30Z", "lastPartialRun": null, "slowestExample": {"id": "a", "name": "a", "time": 1}, "fastestExample": {"id": "a", "name": "a", "time": 1}},
  "runs": [
    {"id":"20261122T140100.000Z-0000","started":"2026-11-22T14:01:00Z","seconds":30,"verdict":"failed","full":true,"counts":{"total":2}},
    {"id":"20261122T140500.000Z-0000","started":"2026-11-22T14:05:00Z","seconds":30,"verdict":"good","full":true,"counts":{"total":1}}
  ]
}`

// Records without a sequence are older than all that have one, and keep their
// old order.
func TestFormerFormat(t *testing.T) {
	s := newStore(t)
	first := record(t, s, 1, hub.StatusError, hub.StatusError)
	second := record(t, s, 5, hub.StatusCompleted)
	require.NoError(t, os.WriteFile(s.File(), []byte(formerFile), 0o644))

	f, notes, err := s.Load()
	require.NoError(t, err)
	assert.Empty(t, notes)
	assert.Equal(t, hub.StatusCompleted, statusOf(t, f, "a"))
	assert.Equal(t, hub.StatusPending, statusOf(t, f, "b"))
	ids, err := s.Runs()
	require.NoError(t, err)
	assert.Equal(t, []string{first, second}, ids)

	// A run of the older hub was killed, and one of this hub followed: both are
	// dated before all records in the file.
	killed := record(t, s, 0, hub.StatusInterrupted)
	f, notes = fold(t, s)
	require.Len(t, loud(notes), 1)
	assert.Contains(t, loud(notes)[0], "was converted from format 3.0 to "+Version)
	assert.Equal(t, hub.StatusInterrupted, statusOf(t, f, "a"))
	assert.Equal(t, []string{first, second, killed}, f.Metadata.FoldedRuns)
	recordAs(t, s, f.Metadata.Sequence+1, -3, hub.StatusError)
	f, notes = fold(t, s)
	assert.Empty(t, loud(notes))
	a, _ := f.Get("a")
	assert.Equal(t, hub.StatusError, a.Status)
	var order []hub.Status
	for _, p := range a.Details().History {
		order = append(order, p.Status)
	}
	assert.Equal(t, []hub.Status{hub.StatusError, hub.StatusCompleted, hub.StatusInterrupted, hub.StatusError}, order)

	// Errors cleared by the older hub stay cleared when all logs are folded
	// again.
	data, err := os.ReadFile(s.File())
	require.NoError(t, err)
	at := strings.Index(string(data), `"statistics"`)
	require.NoError(t, os.WriteFile(s.File(), data[:at+5], 0o644))
	again, notes := fold(t, s)
	require.NotEmpty(t, loud(notes))
	assert.Equal(t, hub.StatusPending, statusOf(t, again, "b"))
	assert.Empty(t, again.Examples["b"].Details().Errors)
	assert.Equal(t, openedEntry(f.Examples["a"]), openedEntry(again.Examples["a"]))
}
