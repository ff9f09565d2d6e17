package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/planfile"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// BenchmarkMerge measures what joining logs costs: of the parts of a plan file, first
// into one log and nothing else, then with the status and the default reports; and of as
// many shards.
func BenchmarkMerge(b *testing.B) {
	bin := measured(b)
	s := newSheet(b, "what it costs to join logs", "CPU", "peak")
	for _, size := range []struct{ logs, each int }{{100, 1000}, {20, 10_000}, {1000, 100}} {
		dir := b.TempDir()
		require.NoError(b, os.WriteFile(filepath.Join(dir, "hub.yaml"), []byte("version: 1\n"), 0o644))
		plan := writeLogs(b, dir, size.logs, size.each)
		all := fmt.Sprintf("--parts=1-%d", size.logs)
		for _, kind := range []struct {
			name string
			args []string
		}{
			{"parts → log", []string{"merge", "--plan=" + plan, all, filepath.Join(dir, "parts")}},
			{"parts → status, reports", []string{"merge", "--plan=" + plan, filepath.Join(dir, "parts")}},
			{"shards → status, reports", []string{"merge", filepath.Join(dir, "shards")}},
		} {
			if size.logs > 100 && kind.args[1] == filepath.Join(dir, "shards") {
				continue // each log has the whole plan: 1000 × 100,000 lines
			}
			costs := compare(b, dir, rounds(10), contender{
				cmd:    func() *exec.Cmd { return exec.Command(bin, kind.args...) },
				before: func() { require.NoError(b, os.RemoveAll(filepath.Join(dir, ".hub"))) },
				look:   5 * time.Millisecond,
			})[0]
			var peak []float64
			for _, c := range costs {
				peak = append(peak, float64(c.peak)/(1<<20))
			}
			n := float64(size.logs * size.each)
			s.row(fmt.Sprintf("%d × %d %s", size.logs, size.each, kind.name),
				s.goal("%.2f s", middle(costs, cpu).Seconds(), 5*n/100_000), s.goal("%.0f MiB", median(peak), 150))
		}
	}
	s.print()
}

// writeLogs writes a plan file of logs parts with each examples each, the logs of its
// parts below parts, and those of as many shards below shards.
func writeLogs(b testing.TB, dir string, logs, each int) (plan string) {
	b.Helper()
	n := logs * each
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	examples, items := make([]hub.Example, n), make([]hub.PlanItem, n)
	parts := make([]planfile.Part, logs)
	for i := range examples {
		path := fmt.Sprintf("examples/group%03d/e%06d.sh", i%200, i)
		group := fmt.Sprintf("group%03d", i%200)
		examples[i] = hub.Example{Index: i + 1, ID: path, Name: fmt.Sprintf("e%06d", i), Group: group, GroupTitle: group, Path: path, Runner: "sh", Argv: []string{"sh", path}, Rules: "timeout 5m0s"}
		items[i] = examples[i].Item()
		p := &parts[i%logs]
		p.Examples = append(p.Examples, planfile.Example{Index: i + 1, Path: path, Item: items[i], Content: "v1:" + path, Seconds: 1})
	}
	policies := []string{"flaky pass", "doubtful warn"}
	plan = filepath.Join(dir, "plan.ndjson")
	file, err := os.Create(plan)
	require.NoError(b, err)
	planned, err := planfile.Write(file, planfile.Header{ID: planfile.NewID(), Created: began, Policies: policies, Catalog: n, Workers: 4}, parts)
	require.NoError(b, err)
	require.NoError(b, file.Close())
	opened, err := planfile.Open(plan, "plan.ndjson")
	require.NoError(b, err)
	defer opened.Close()
	for i := 1; i <= logs; i++ {
		h := hub.RunHeader{
			SchemaVersion: hub.SchemaVersion, ID: runlog.IDAt(began.Add(time.Duration(i)*time.Millisecond), "abcd"), Sequence: 1, Hub: "devel", Command: "ci",
			Started: began, Workers: 4, Catalog: n, Policies: policies, Sealed: true, LeftOut: []hub.LeftOut{{Reason: hub.LeftToShards, Count: n - each}},
		}
		for k := i - 1; k < n; k += logs {
			h.Plan = append(h.Plan, examples[k])
		}
		part := h
		part.PlanDigest, part.Part = planned.Digest, &hub.Part{Plan: planned.ID, Index: i, Total: logs, Hash: opened.Index.Parts[i-1].Hash}
		writeLog(b, filepath.Join(dir, "parts", fmt.Sprint(i), "runs"), &part)
		if logs <= 100 {
			h.Shard, h.Planned, h.PlanItems, h.PlanDigest = &hub.Shard{Index: i, Total: logs}, n, items, hub.PlanDigest(policies, items)
			writeLog(b, filepath.Join(dir, "shards"), &h)
		}
	}
	return plan
}

// writeLog writes a log in which every example passed.
func writeLog(b testing.TB, dir string, h *hub.RunHeader) {
	b.Helper()
	require.NoError(b, os.MkdirAll(dir, 0o755))
	file, err := os.Create(runlog.Path(dir, h.ID))
	require.NoError(b, err)
	out := bufio.NewWriterSize(file, 1<<20)
	enc, at := runlog.NewEncoder(out), h.Started
	put := func(e hub.Event) {
		at = at.Add(time.Millisecond)
		e.Time = at
		require.NoError(b, enc.Encode(e))
	}
	put(hub.Event{Type: hub.EventRunStarted, Run: h})
	for i := range h.Plan {
		id := h.Plan[i].ID
		put(hub.Event{Type: hub.EventExampleStarted, ID: id, Worker: 1})
		a := hub.Attempt{Number: 1, Started: at, Worker: 1, Seconds: 0.01}
		put(hub.Event{Type: hub.EventAttemptFinished, ID: id, Worker: 1, Attempt: &a})
		a.Output = fmt.Sprintf("hello from %s\nand a second line of output that says something\n", id)
		put(hub.Event{Type: hub.EventExampleFinished, ID: id, Result: &hub.Result{
			ID: id, Status: hub.StatusCompleted, Started: a.Started, Seconds: 0.01, Worker: 1, Attempts: []hub.Attempt{a},
			Fingerprint: "v1:5428ef861a5c1e5546a217d323b2eac90207ba097fd2c081d587ff0abdc8b9b9", DependsOn: []string{"cc25e7b2 file " + id, "786a argv"},
		}})
	}
	put(hub.Event{Type: hub.EventRunFinished, End: &hub.RunEnd{Reason: hub.EndFinished, Finished: at, Part: h.Part}})
	require.NoError(b, out.Flush())
	require.NoError(b, file.Close())
}
