package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// BenchmarkRecord shows what recording one result costs as the number of examples
// grows: its lines in the run log, one write each as in a run, and its share of the
// status file at the end. It should be the same.
func BenchmarkRecord(b *testing.B) {
	s := newSheet(b, "recording one result, by the number of examples (medians)", "log, ns", "status, ns", "both, ns", "× that of 100")
	first := 0.0
	for _, n := range []int{100, 1000, 10_000, 100_000} {
		run := recordedRun(n)
		// As many results in all for each size, so that each is as warm as the others.
		repeats := max(1, 100_000/n)
		var logs, folds []float64
		for range rounds(6) {
			var log, fold time.Duration
			for range repeats {
				l, f := record(b, run)
				log, fold = log+l, fold+f
			}
			each := float64(n * repeats)
			logs, folds = append(logs, float64(log)/each), append(folds, float64(fold)/each)
		}
		log, fold := median(logs), median(folds)
		if first == 0 {
			first = log + fold
		}
		s.row(strconv.Itoa(n), s.goal("%.0f", log, 0), s.goal("%.0f", fold, 0), s.goal("%.0f", log+fold, 0), s.goal("%.2f", (log+fold)/first, 0))
	}
	s.print()
}

// record records a run in a new folder, and returns how long its log and its status
// took.
func record(b *testing.B, run *hub.Run) (log, fold time.Duration) {
	b.Helper()
	store := status.Open(filepath.Join(b.TempDir(), ".hub", "status.json"), time.Now)
	lock, err := store.Lock(b.Context(), 0)
	require.NoError(b, err)
	file, _, err := lock.Fold()
	require.NoError(b, err)
	w, err := runlog.Create(store.RunsDir(), run.ID)
	require.NoError(b, err)
	require.NoError(b, w.Append(hub.Event{Type: hub.EventRunStarted, Time: run.Started, Run: &run.RunHeader}))
	begin := time.Now()
	for i := range run.Results {
		r := &run.Results[i]
		if err := w.Append(hub.Event{Type: hub.EventExampleStarted, Time: r.Started, ID: r.ID, Worker: 1}); err != nil {
			b.Fatal(err)
		}
		if err := w.Append(hub.Event{Type: hub.EventExampleFinished, Time: r.Started, ID: r.ID, Result: r}); err != nil {
			b.Fatal(err)
		}
	}
	log = time.Since(begin)
	require.NoError(b, w.Close())
	begin = time.Now()
	require.NoError(b, lock.FoldRun(file, run))
	fold = time.Since(begin)
	require.NoError(b, lock.Unlock())
	require.NoError(b, os.RemoveAll(filepath.Dir(store.File())))
	return log, fold
}

// recordedRun is a finished run of n examples with a line of output each.
func recordedRun(n int) *hub.Run {
	now := wallClock()
	run := &hub.Run{RunHeader: hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: runlog.NewID(now), Started: now, Catalog: n}}
	for i := range n {
		id := fmt.Sprintf("examples/group%02d/example%06d.sh", i%20, i)
		run.Plan = append(run.Plan, hub.Example{Index: i + 1, ID: id, Name: "example", Title: "An example", Group: "group", GroupTitle: "group", Path: id, Runner: "sh", Argv: []string{"sh", id}})
		run.Results = append(run.Results, hub.Result{
			ID: id, Status: hub.StatusCompleted, Started: now, Seconds: 0.5, Worker: 1, Fingerprint: "v1:" + strings.Repeat("0", 64),
			Attempts: []hub.Attempt{{Number: 1, Started: now, Seconds: 0.5, Output: "a line of output\n"}},
		})
	}
	run.End = hub.RunEnd{Reason: hub.EndFinished, Finished: now.Add(time.Hour)}
	return run
}
