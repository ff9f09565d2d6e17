package status

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
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

// trivial returns the status of n examples that printed a line in each of the
// runs, as in a test suite of short scripts.
func trivial(n, runs int, root string) *File {
	f := newFile()
	for k := range runs {
		begin := day.Add(time.Duration(k) * time.Hour)
		run := bigRun(n, 0)
		run.ID, run.Started, run.Sequence = runlog.IDAt(begin, "8467"), begin, int64(k+1)
		for i := range run.Results {
			at := begin.Add(time.Duration(i) * 450 * time.Microsecond)
			run.Plan[i].Path = fmt.Sprintf("examples/e%05d.sh", i)
			run.Plan[i].ID, run.Plan[i].Name, run.Plan[i].Title, run.Plan[i].Group = run.Plan[i].Path, run.Plan[i].Path[9:15], run.Plan[i].Path[9:15], "examples"
			res := &run.Results[i]
			res.ID, res.Started, res.Seconds = run.Plan[i].ID, at, float64(1100+(i*7+k*31)%900)/1e6
			res.DependsOn = []string{"b52e75bb file " + run.Plan[i].Path[9:], "e1c7 argv"}
			res.Attempts[0] = hub.Attempt{Number: 1, Started: at, Seconds: res.Seconds, Output: fmt.Sprintf("%d\n", i)}
		}
		f.fold(run.ID, &runlog.Log{Run: *run, Started: true, Closed: true}, folding{root: root})
	}
	f.refresh()
	return f
}

// BenchmarkFile shows what reading and writing the file costs, beside
// encoding/json with the same values.
func BenchmarkFile(b *testing.B) {
	for _, size := range []struct{ n, runs int }{{10_000, 1}, {10_000, 20}, {100_000, 1}} {
		f := trivial(size.n, size.runs, "/home/someone/project")
		var file bytes.Buffer
		require.NoError(b, f.encode(&file))
		text := file.Bytes()
		name := fmt.Sprintf("%d-after-%d", size.n, size.runs)
		b.Run("read-"+name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if d, err := decode(bytes.NewReader(text)); err != nil || d.damage != nil {
					b.Fatal(err, d.damage)
				}
			}
			b.ReportMetric(float64(len(text))/float64(size.n), "bytes/example")
		})
		read := func() *File {
			d, err := decode(bytes.NewReader(text))
			require.NoError(b, err)
			return d.file
		}
		b.Run("rewrite-"+name, func(b *testing.B) {
			b.ReportAllocs()
			for f := read(); b.Loop(); {
				require.NoError(b, f.encode(io.Discard))
			}
		})
		b.Run("write-"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, f.encode(io.Discard))
			}
		})
		b.Run("details-"+name, func(b *testing.B) {
			b.ReportAllocs()
			for f := read(); b.Loop(); {
				for _, e := range f.Examples {
					if len(e.Details().History) != size.runs {
						b.Fatal(e.ID)
					}
				}
			}
		})
		b.Run("heap-"+name, func(b *testing.B) {
			for b.Loop() {
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				f := read()
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(text)), "heap/file")
				runtime.KeepAlive(f)
			}
		})
		// The same values as encoding/json writes and reads them.
		whole := map[string]*entry{}
		for id, e := range f.Examples {
			whole[id] = &entry{*e, *e.Details()}
		}
		b.Run("json-write-"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, json.NewEncoder(io.Discard).Encode(whole))
			}
		})
		text, err := json.Marshal(whole)
		require.NoError(b, err)
		b.Run("json-read-"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var into map[string]*entry
				require.NoError(b, json.Unmarshal(text, &into))
			}
		})
	}
}

// BenchmarkLook shows what a command that looks at all results pays: reading them
// and matching them to the catalog.
func BenchmarkLook(b *testing.B) {
	const n = 10_000
	s := newStore(b)
	f := trivial(n, 20, s.Root)
	l := lock(b, s)
	require.NoError(b, l.Save(f))
	require.NoError(b, l.Unlock())
	var examples []hub.Example
	for i, id := range f.IDs() {
		e := f.Examples[id]
		examples = append(examples, hub.Example{Index: i + 1, ID: id, Name: e.Name, Title: e.Title, Group: e.Group, Path: e.RelativePath, File: absolute(s.Root, e.RelativePath)})
	}
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if f, _, err := s.Load(); err != nil || len(f.Examples) != n {
				b.Fatal(err)
			}
		}
	})
	b.Run("load-adopt", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f, _, err := s.Load()
			if a := f.Adopt(examples); err != nil || a.Rekeyed != 0 || a.Orphans != nil {
				b.Fatal(err, a)
			}
		}
	})
	b.Run("clean-idle", func(b *testing.B) {
		p := Policy{OlderThan: day.Add(-time.Hour), KeepRuns: 20, Gone: func(_, path string) bool { return path == "" }}
		for b.Loop() {
			if s.NeedsClean(p) {
				b.Fatal("there is nothing to do")
			}
		}
	})
}
