package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
)

// BenchmarkQueue compares one worker that takes its examples from a queue, on a Redis server
// on this machine, with a run of the same examples as the only part of the plan.
func BenchmarkQueue(b *testing.B) {
	bin := measured(b)
	s := enginetest.Redis(b)
	t := newSheet(b, "hub ci --plan -j2, one-line scripts: from a queue, beside one part that has them all (medians)",
		"wall, ms", "wall of the part", "more an example, ms", "CPU more an example, ms")
	for _, size := range []struct{ n, rounds int }{{100, rounds(1)}, {1000, rounds(2)}, {10_000, rounds(6)}} {
		dir := b.TempDir()
		scripts(b, dir, size.n, "")
		require.NoError(b, os.WriteFile(filepath.Join(dir, "hub.yaml"), []byte("version: 1\nrun: {workers: 2}\n"), 0o644))
		measure(b, exec.Command(bin, "all", "-q", "-j2"), dir, 0)
		measure(b, exec.Command(bin, "plan", "--parts=1", "-o", "plan.ndjson"), dir, 0)
		worker := func(from string) contender {
			return contender{
				cmd: func() *exec.Cmd { return exec.Command(bin, "ci", "-q", "--plan=plan.ndjson", from, "--report=json") },
				before: func() {
					require.NoError(b, os.RemoveAll(filepath.Join(dir, ".hub", "parts")))
					s.Cli("FLUSHALL")
				},
			}
		}
		costs := compare(b, dir, size.rounds, worker("--queue="+s.URL()), worker("--part=1"))
		queue, part := middle(costs[0], wall), middle(costs[1], wall)
		each := float64(size.n)
		t.row(strconv.Itoa(size.n), t.goal("%.1f", millis(queue), 0), t.goal("%.1f", millis(part), 0),
			t.goal("%.3f", millis(queue-part)/each, 0.5), t.goal("%.3f", millis(middle(costs[0], cpu)-middle(costs[1], cpu))/each, 0))
	}
	t.print()
}
