package main

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// threeReports is hub with three reports, and 2 workers as xargs and the pool have.
func threeReports(bin string) func() *exec.Cmd {
	return func() *exec.Cmd { return exec.Command(bin, "all", "-q", "-j2", "--report=junit,json,markdown") }
}

// BenchmarkRun compares a run of one-line scripts with the same under xargs, and under
// a pool in C: neither captures, bounds, records or reports anything.
func BenchmarkRun(b *testing.B) {
	requires(b, "xargs", "sh")
	bin, pool := measured(b), buildPool(b)
	s := newSheet(b, "hub all -j2 with three reports, one-line scripts, beside xargs -P2 and a pool in C\n"+
		"(unchanged tree, state of the last run there, but for the last rows; medians)", "100", "1,000", "10,000")
	names := []string{
		"rounds", "start → first example, ms", "running, ms", "last example → exit, ms", "wall, ms", "wall of xargs, ms", "wall of the pool, ms",
		"wall × xargs", "CPU × xargs", "wall × pool", "CPU × pool", "nothing remembered: wall × xargs", "nothing remembered: CPU × xargs",
	}
	cells := make([][]string, len(names))
	for _, size := range []struct {
		n, rounds                int
		first, exit, wall, total float64 // goals
	}{
		{100, rounds(1), 10, 5, 1.15, 1.15},
		{1000, rounds(1), 20, 15, 0.98, 1.03},
		{10_000, rounds(6), 60, 100, 0.98, 1.03},
	} {
		dir := b.TempDir()
		list := scripts(b, dir, size.n, "")
		listed := func(name string, args ...string) contender {
			return contender{cmd: func() *exec.Cmd {
				cmd := exec.Command(name, args...)
				cmd.Stdin = strings.NewReader(list)
				return cmd
			}}
		}
		completed := func(cost) {
			report := loadReport(b, filepath.Join(dir, ".hub", "reports", "report.json"))
			require.Equal(b, size.n, report.Counts().Completed, "completed examples")
		}
		var before, during, after []time.Duration
		remembered := contender{cmd: threeReports(bin), after: func(c cost) {
			completed(c)
			first, last := edges(b, dir)
			before, during, after = append(before, first.Sub(c.began)), append(during, last.Sub(first)), append(after, c.ended.Sub(last))
		}}
		fresh := contender{cmd: threeReports(bin), before: func() { require.NoError(b, os.RemoveAll(filepath.Join(dir, ".hub"))) }, after: completed}
		measure(b, threeReports(bin)(), dir, 0) // warms up, and leaves a state
		all := []contender{remembered, listed("xargs", "-P2", "-n1", "sh"), fresh}
		if pool != "" {
			all = append(all, listed(pool))
		}
		costs := compare(b, dir, size.rounds, all...)
		ours, xargs, anew := costs[0], costs[1], costs[2]
		ms := func(d time.Duration, goal float64) string { return s.goal("%.1f", millis(d), goal) }
		column := []string{
			strconv.Itoa(size.rounds), ms(median(before), size.first), ms(median(during), 0), ms(median(after), size.exit),
			ms(middle(ours, wall), 0), ms(middle(xargs, wall), 0), "",
			s.goal("%.3f", ratio(ours, xargs, wall), size.wall), s.goal("%.3f", ratio(ours, xargs, cpu), size.total), "", "",
			s.goal("%.3f", ratio(anew, xargs, wall), size.wall), s.goal("%.3f", ratio(anew, xargs, cpu), size.total),
		}
		if pool != "" {
			column[6] = ms(middle(costs[3], wall), 0)
			column[9], column[10] = s.goal("%.3f", ratio(ours, costs[3], wall), 0), s.goal("%.3f", ratio(ours, costs[3], cpu), 0)
		}
		for i := range names {
			cells[i] = append(cells[i], column[i])
		}
	}
	for i, name := range names {
		s.row(name, cells[i]...)
	}
	s.print()
}

// buildPool returns the path of the pool in C; empty without a compiler.
func buildPool(b *testing.B) string {
	b.Helper()
	cc, err := exec.LookPath("cc")
	if err != nil {
		b.Log("there is no C compiler (cc), so nothing is compared with the pool in C")
		return ""
	}
	pool := filepath.Join(b.TempDir(), "pool")
	out, err := exec.Command(cc, "-O2", "-o", pool, filepath.Join("testdata", "bench", "pool.c")).CombinedOutput()
	require.NoError(b, err, string(out))
	return pool
}

// edges returns when the first example of the last run in dir started and the last one
// ended, as its log says.
func edges(b *testing.B, dir string) (first, last time.Time) {
	b.Helper()
	logs, err := filepath.Glob(filepath.Join(dir, ".hub", "runs", "*.ndjson"))
	require.NoError(b, err)
	require.NotEmpty(b, logs)
	file, err := os.Open(slices.Max(logs)) // their names sort by time
	require.NoError(b, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<30)
	for lines.Scan() {
		var e struct {
			Type hub.EventType
			Time time.Time
		}
		// Both are at its start, and the rest is not needed.
		head, _, _ := strings.Cut(lines.Text()[:min(200, len(lines.Text()))], `Z",`)
		if json.Unmarshal([]byte(head+`Z"}`), &e) != nil {
			continue
		}
		switch {
		case e.Type == hub.EventExampleStarted && first.IsZero():
			first = e.Time
		case e.Type == hub.EventExampleFinished:
			last = e.Time
		}
	}
	require.NoError(b, lines.Err())
	require.False(b, first.IsZero() || last.IsZero())
	return first, last
}

// BenchmarkScale shows what one example costs as their number grows: it should be the
// same, and memory bounded.
func BenchmarkScale(b *testing.B) {
	requires(b, "sh")
	bin := measured(b)
	s := newSheet(b, "by the number of examples: hub all -j2 with three reports and nothing remembered, then looks (medians)",
		"rounds", "CPU/example, µs", "× that of 1,000", "peak, MB", "status.json, MB", "list, ms", "list: peak, MB", "status, ms", "status: peak, MB")
	sizes := []struct {
		n, rounds          int
		rise, memory, file float64 // goals
	}{
		{100, rounds(4), 0, 0, 0},
		{1000, rounds(4), 0, 0, 0},
		{10_000, rounds(31), 1.1, 0, 6},
		{100_000, rounds(31), 1.1, 250, 0},
	}
	each := make([]float64, len(sizes))
	for i, size := range sizes {
		dir := b.TempDir()
		scripts(b, dir, size.n, "")
		const often = 2 * time.Millisecond
		peak := int64(0)
		costs := compare(b, dir, size.rounds, contender{
			cmd: threeReports(bin), look: often,
			before: func() { require.NoError(b, os.RemoveAll(filepath.Join(dir, ".hub"))) },
			after:  func(c cost) { peak = max(peak, c.peak) },
		})
		each[i] = float64(middle(costs[0], cpu).Microseconds()) / float64(size.n)
		info, err := os.Stat(filepath.Join(dir, ".hub", "status.json"))
		require.NoError(b, err)
		list := measure(b, exec.Command(bin, "list"), dir, often)
		status := measure(b, exec.Command(bin, "status"), dir, often)
		require.NoError(b, os.RemoveAll(dir))
		s.row(strconv.Itoa(size.n), strconv.Itoa(size.rounds), s.goal("%.0f", each[i], 0), s.goal("%.2f", each[i]/each[min(i, 1)], size.rise),
			s.goal("%.0f", mega(peak), size.memory), s.goal("%.1f", mega(info.Size()), size.file),
			s.goal("%.0f", millis(wall(list)), 0), s.goal("%.0f", mega(list.peak), size.memory),
			s.goal("%.0f", millis(wall(status)), 0), s.goal("%.0f", mega(status.peak), size.memory))
	}
	s.print()
}
