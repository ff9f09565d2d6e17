package status

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// bigRun returns a run of n examples with output of the given size.
func bigRun(n, output int) *hub.Run {
	run := &hub.Run{
		RunHeader: hub.RunHeader{SchemaVersion: 1, ID: "20261122T140000.000Z-0000", Started: day, Catalog: n},
		End:       hub.RunEnd{Reason: hub.EndFinished, Finished: day.Add(time.Hour)},
	}
	text := strings.Repeat("a line of output that is as good as any\n", output/40)
	for i := range n {
		id := fmt.Sprintf("group-%02d/example-%06d", i%20, i)
		run.Plan = append(run.Plan, hub.Example{Index: i + 1, ID: id, Name: "example", Title: "An example", Group: id[:8], GroupTitle: id[:8],
			Path: "examples/" + id + "/run.sh", Runner: "sh", Argv: []string{"sh", "examples/" + id + "/run.sh"}})
		res := hub.Result{ID: id, Status: hub.StatusCompleted, Started: day, Seconds: 0.5, Worker: 1, Fingerprint: "v1:" + strings.Repeat("0", 64)}
		res.Attempts = []hub.Attempt{{Number: 1, Started: day, Seconds: 0.5, Output: text}}
		run.Results = append(run.Results, res)
	}
	return run
}

// BenchmarkRecord measures the cost of one result: its lines in the log, one
// Append each, and its share of the fold at the end of the run.
func BenchmarkRecord(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000, 100_000} {
		run := bigRun(n, 200)
		lines := events(run)
		b.Run(fmt.Sprintf("append-%d", n), func(b *testing.B) {
			w, err := runlog.Create(b.TempDir(), "r")
			require.NoError(b, err)
			require.NoError(b, w.Append(lines[0]))
			at := 0
			for b.Loop() {
				if err := w.Append(lines[1+at], lines[2+at]); err != nil {
					b.Fatal(err)
				}
				at = (at + 2) % (2 * n)
			}
			require.NoError(b, w.Close())
		})
		if n > 10_000 {
			continue
		}
		b.Run(fmt.Sprintf("fold-%d", n), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := newStore(b)
				w, err := runlog.Create(s.RunsDir(), run.ID)
				require.NoError(b, err)
				require.NoError(b, w.Append(append(lines, end(run))...))
				require.NoError(b, w.Close())
				b.StartTimer()
				l, err := s.Lock(b.Context(), 0)
				require.NoError(b, err)
				f, _, err := l.Fold()
				if err != nil || len(f.Examples) != n {
					b.Fatal(err)
				}
				require.NoError(b, l.Unlock())
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/result")
		})
	}
}

// BenchmarkRead measures the readers on a file of entries with 2 kB of output.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		s := newStore(b)
		run := bigRun(n, 2000)
		l := lock(b, s)
		f := newFile()
		f.fold(run.ID, &runlog.Log{Run: *run, Started: true, Closed: true}, folding{root: s.Root})
		require.NoError(b, l.Save(f))
		require.NoError(b, l.Unlock())
		f, run = nil, nil
		b.Run(fmt.Sprintf("decode-%d", n), func(b *testing.B) {
			for b.Loop() {
				file, err := os.Open(s.File())
				require.NoError(b, err)
				d, err := decode(file)
				if err != nil || d.damage != nil || len(d.file.Examples) != n {
					b.Fatal(err)
				}
				require.NoError(b, file.Close())
			}
		})
		b.Run(fmt.Sprintf("load-%d", n), func(b *testing.B) {
			peak := uint64(0)
			for b.Loop() {
				f, _, err := s.Load()
				if err != nil || len(f.Examples) != n {
					b.Fatal(err)
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapSys-m.HeapReleased)
			}
			b.ReportMetric(float64(peak)/(1<<20), "heap-MiB")
		})
		b.Run(fmt.Sprintf("clean-idle-%d", n), func(b *testing.B) {
			p := Policy{OlderThan: day.Add(-time.Hour), KeepRuns: 20, Gone: func(_, path string) bool { return path == "" }}
			for b.Loop() {
				if s.NeedsClean(p) {
					b.Fatal("there is nothing to do")
				}
			}
		})
	}
}
