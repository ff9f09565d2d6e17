package reporters

import (
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/console"
	"github.com/seed-00a9b34c/hub/reporters/sample"
)

func BenchmarkReports(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"1000", 1000}, {"10000", 10_000}} {
		run := sample.Mixed(size.n)
		all := func(b *testing.B, names ...string) {
			b.ReportAllocs()
			var before runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			peak := &sample.PeakWriter{}
			for b.Loop() {
				for _, name := range names {
					r, _ := Find(name)
					if _, err := r.Write(peak, run); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(int64(peak.Heap)-int64(before.HeapAlloc))/(1<<20), "MiB-beyond-run")
		}
		b.Run(size.name+"/all", func(b *testing.B) { all(b, Names()...) })
		for _, name := range Names() {
			b.Run(size.name+"/"+name, func(b *testing.B) { all(b, name) })
		}
	}
}

func BenchmarkConsole(b *testing.B) {
	run := sample.Mixed(1000)
	events := sample.Events(run, 1)
	for _, live := range []bool{false, true} {
		o := console.Options{Out: io.Discard, Plan: hub.Pointers(run.Plan), Workers: 8}
		name := "log"
		if live {
			o.Live, name = io.Discard, "terminal"
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := console.New(o)
				for _, e := range events {
					c.Observe(e)
				}
				if err := c.Finish(run); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Reports of 10,000 results need at most 150 MiB beyond the run.
func TestReportsScale(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a second or two")
	}
	run := sample.Mixed(10_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	peak := &sample.PeakWriter{}
	for _, r := range All() {
		_, err := r.Write(peak, run)
		require.NoError(t, err)
	}
	runtime.ReadMemStats(&after)
	assert.Less(t, int64(peak.Heap)-int64(before.HeapAlloc), int64(150<<20), "heap while writing")
	t.Logf("%s, %d MiB allocated, %d MiB of heap at most", time.Since(start), (after.TotalAlloc-before.TotalAlloc)>>20, (int64(peak.Heap)-int64(before.HeapAlloc))>>20)
}

// The summary of 10,000 results with all failures fits into a step summary.
func TestMarkdownScale(t *testing.T) {
	text := written(t, "markdown", sample.Mixed(10_000))
	assert.Less(t, len(text), 1_000_000)
	assert.Equal(t, 1000, strings.Count(text, "\n### "), "all failures")
	assert.Less(t, strings.Index(text, "## Failed (1000)"), strings.Index(text, "## Slowest"))
}

// peakWriter samples the heap while it is written to.
