package status

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// BenchmarkNext is what one more result costs in the status, with a history of twenty.
func BenchmarkNext(b *testing.B) {
	f := newFile()
	var run hub.Run
	for n := range 25 {
		start := day.Add(time.Duration(n) * time.Minute)
		run = hub.Run{RunHeader: hub.RunHeader{ID: runlog.IDAt(start, "0000"), Sequence: int64(n + 1), Started: start}}
		run.Plan = []hub.Example{{Index: 1, ID: "examples/a", Name: "a", Title: "An example", Group: "examples", Path: "examples/a.sh"}}
		run.Results = []hub.Result{{
			ID: "examples/a", Status: hub.StatusCompleted, Started: start, Seconds: 0.001234, Worker: 1, Fingerprint: "v1:0123456789abcdef",
			Attempts: []hub.Attempt{{Number: 1, Started: start, Seconds: 0.001234, Output: "a line of output\n"}},
		}}
		if n < 24 {
			f.fold(run.ID, &runlog.Log{Run: run, Started: true, Closed: true}, folding{root: "/proj"})
		}
	}
	d, err := decode(strings.NewReader(text(b, f)))
	require.NoError(b, err)
	f = d.file
	f.names.add(run.Sequence, run.ID)
	old := f.Examples["examples/a"]
	var m maker
	b.ReportAllocs()
	for b.Loop() {
		m.next(old, f.names, run.ID, &run, &run.Plan[0], &run.Results[0], folding{root: "/proj"})
	}
}
