package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/config"
	"github.com/seed-00a9b34c/hub/pkg/catalog"
	"github.com/seed-00a9b34c/hub/pkg/fingerprint"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// remembered makes a tree of n scripts whose last run printed output bytes
// each, as hub would have recorded it, and returns its root.
func remembered(b *testing.B, n, output int) string {
	b.Helper()
	root := b.TempDir()
	scripts(b, root, n)
	cfg, err := config.Load(root, "", nil)
	require.NoError(b, err)
	cat, err := catalog.Discover(cfg, nil)
	require.NoError(b, err)
	require.Len(b, cat.Examples, n)
	text := strings.Repeat("a line of output that is as good as any\n", output/40)
	now := wallClock()
	run := hub.Run{RunHeader: hub.RunHeader{SchemaVersion: hub.SchemaVersion, ID: runlog.NewID(now), Started: now, Catalog: n, Plan: cat.Examples}}
	for _, e := range cat.Examples {
		print, parts, err := fingerprint.Take(e, fingerprint.Inputs{})
		require.NoError(b, err)
		run.Results = append(run.Results, hub.Result{
			ID: e.ID, Status: hub.StatusCompleted, Started: now, Seconds: 0.5, Worker: 1, Fingerprint: print, DependsOn: parts,
			Attempts: []hub.Attempt{{Number: 1, Started: now, Seconds: 0.5, Output: text}},
		})
	}
	run.End = hub.RunEnd{Reason: hub.EndFinished, Finished: now.Add(time.Hour)}
	store := status.Open(filepath.Join(root, ".hub", "status.json"), time.Now)
	lock, err := store.Lock(b.Context(), 0)
	require.NoError(b, err)
	file, _, err := lock.Fold()
	require.NoError(b, err)
	require.NoError(b, lock.FoldRun(file, &run))
	require.NoError(b, lock.Unlock())
	return root
}

// BenchmarkState shows what the questions cost that are asked most: 'hub
// status' beside the mere decoding of the status file, and the commit hook's
// 'hub clean' that finds nothing to do. Use -benchtime=11x.
func BenchmarkState(b *testing.B) {
	bin := buildHub(b)
	rows := [][]string{{"examples", "decode", "hub status", "ratio", "peak memory", "hub clean, CPU"}}
	for _, n := range []int{1000, 10_000} {
		root := remembered(b, n, 2000)
		file := filepath.Join(root, ".hub", "status.json")
		// Hashes of files that do not change are left by whoever writes; those of
		// files that have only just changed are not.
		time.Sleep(2500 * time.Millisecond)
		require.NoError(b, exec.Command(bin, "-C", root, "all", "-q", "--filter=stale").Run())
		var decodes, asks []time.Duration
		var ratios []float64
		var cleans []cost
		peak := int64(0)
		for range b.N {
			begin := time.Now()
			text, err := os.ReadFile(file)
			require.NoError(b, err)
			var f status.File
			require.NoError(b, json.Unmarshal(text, &f))
			decodes = append(decodes, time.Since(begin))
			require.Len(b, f.Examples, n)

			asks = append(asks, measure(b, exec.Command(bin, "status", "--format=json"), root, "").wall)
			peak = max(peak, peakMemory(b, exec.Command(bin, "-C", root, "status", "--format=json")))
			ratios = append(ratios, float64(asks[len(asks)-1])/float64(decodes[len(decodes)-1]))
			cleans = append(cleans, measure(b, exec.Command(bin, "clean"), root, ""))
		}
		clean := median(cleans)
		rows = append(rows, []string{
			strconv.Itoa(n), milli(middle(decodes)), milli(middle(asks)), times(middle(ratios)),
			fmt.Sprintf("%d MiB", peak>>20), milli(clean.cpu),
		})
		b.ReportMetric(middle(ratios), fmt.Sprintf("status/decode-of-%d", n))
		b.ReportMetric(float64(peak>>20), fmt.Sprintf("MiB-of-%d", n))
		b.ReportMetric(float64(clean.cpu.Microseconds())/1e3, fmt.Sprintf("ms-cpu-clean-of-%d", n))
	}
	b.ReportMetric(0, "ns/op")
	b.Logf("what is remembered, with 2 kB of output each\n%s", table(rows...))
}

// BenchmarkRecord shows what recording one result costs as the number of
// examples grows: its lines in the run log, one write each as in a run, and
// its share of the status file at the end. It should be the same. Use
// -benchtime=5x.
func BenchmarkRecord(b *testing.B) {
	rows := [][]string{{"examples", "log/result", "status/result", "both"}}
	first, last := 0.0, 0.0
	for _, n := range []int{100, 1000, 10_000, 100_000} {
		run := recordedRun(n)
		// As many results in all for each size, so that each is as warm as the others.
		rounds := max(1, 100_000/n)
		var logs, folds []float64
		for range b.N {
			var log, fold time.Duration
			for range rounds {
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
				log += time.Since(begin)
				require.NoError(b, w.Close())
				begin = time.Now()
				require.NoError(b, lock.FoldRun(file, run))
				fold += time.Since(begin)
				require.NoError(b, lock.Unlock())
				require.NoError(b, os.RemoveAll(filepath.Dir(store.File())))
			}
			each := float64(n * rounds)
			logs, folds = append(logs, float64(log)/each), append(folds, float64(fold)/each)
		}
		log, fold := middle(logs), middle(folds)
		if first == 0 {
			first = log + fold
		}
		last = log + fold
		rows = append(rows, []string{strconv.Itoa(n), nano(log), nano(fold), nano(log + fold)})
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(last/first, "last/first")
	b.Logf("recording one result, by the number of examples\n%slast / first %s", table(rows...), times(last/first))
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

func milli(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1e3) }
func nano(ns float64) string       { return fmt.Sprintf("%.0f ns", ns) }
