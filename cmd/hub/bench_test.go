package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What Hub costs beside the least that could run the same scripts: xargs, which
// neither captures, bounds, records nor reports. Both run in turn, in one
// process after the other on one machine, so that the ratios mean something
// where the times do not. CPU time is that of the whole process tree.

// BenchmarkOverhead compares 1,000 one-line scripts. Each iteration is a round
// of both; the framework's first call, of one round, warms up.
//
//	go test -run='^$' -bench='^BenchmarkOverhead$' -benchtime=31x ./cmd/hub
func BenchmarkOverhead(b *testing.B) {
	const n = 1000
	c := compare(b, n, b.N)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(c.wallRatio, "wall-ratio")
	b.ReportMetric(c.cpuRatio, "cpu-ratio")
	if b.N > 1 {
		b.Logf("%d one-line sh examples in 10 folders, 2 workers, median of %d rounds\n%s", n, b.N,
			table(
				[]string{"", "wall", "CPU"},
				[]string{"hub all, 3 reports", whole(c.ours.wall), whole(c.ours.cpu)},
				[]string{"xargs -P2", whole(c.theirs.wall), whole(c.theirs.cpu)},
				[]string{"hub / xargs", times(c.wallRatio), times(c.cpuRatio)},
			))
	}
}

// BenchmarkScale shows what one example costs as their number grows; it should
// be the same. Use -benchtime=1x.
func BenchmarkScale(b *testing.B) {
	rows := [][]string{{"examples", "wall/example", "CPU/example", "wall / xargs", "CPU / xargs"}}
	for range b.N {
		rows = rows[:1]
		for _, size := range []struct{ examples, rounds int }{{100, 9}, {1000, 5}, {10000, 1}} {
			c := compare(b, size.examples, size.rounds)
			n := time.Duration(size.examples)
			rows = append(rows, []string{
				strconv.Itoa(size.examples), micro(c.ours.wall / n), micro(c.ours.cpu / n),
				times(c.wallRatio), times(c.cpuRatio),
			})
			b.ReportMetric(float64(c.ours.cpu/n)/1e3, fmt.Sprintf("µs-cpu/example-of-%d", size.examples))
		}
	}
	b.ReportMetric(0, "ns/op")
	b.Logf("the cost of one example by their number, and beside xargs\n%s", table(rows...))
}

// cost is what one run of everything took.
type cost struct{ wall, cpu time.Duration }

// comparison holds medians over the rounds. The ratios are those of the two
// runs of one round: a machine shared with others is faster in one minute than
// in the next, and what runs side by side meets the same one.
type comparison struct {
	ours, theirs        cost
	wallRatio, cpuRatio float64
}

// compare runs n scripts under Hub and under xargs, in turn. A round in which
// an example was not completed fails the benchmark.
func compare(b *testing.B, n, rounds int) comparison {
	b.Helper()
	for _, tool := range []string{"xargs", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			b.Skipf("%s is not installed", tool)
		}
	}
	bin, dir := buildHub(b), b.TempDir()
	list := scripts(b, dir, n)

	var hubs, xargs []cost
	runHub := func() {
		// No status of the round before: each starts with nothing remembered.
		require.NoError(b, os.RemoveAll(filepath.Join(dir, ".hub")))
		cmd := exec.Command(bin, "all", "-q", "-j2", "--report=junit,json,markdown")
		hubs = append(hubs, measure(b, cmd, dir, ""))
		counts := loadReport(b, filepath.Join(dir, ".hub", "reports", "report.json")).Counts()
		require.Equal(b, n, counts.Completed, "completed examples")
	}
	runXargs := func() {
		xargs = append(xargs, measure(b, exec.Command("xargs", "-P2", "-n1", "sh"), dir, list))
	}
	for round := range rounds {
		// Who comes second finds a warmer or a busier machine: take turns.
		if round%2 == 0 {
			runHub()
			runXargs()
		} else {
			runXargs()
			runHub()
		}
	}
	c := comparison{ours: median(hubs), theirs: median(xargs)}
	var walls, cpus []float64
	for i := range hubs {
		walls = append(walls, float64(hubs[i].wall)/float64(xargs[i].wall))
		cpus = append(cpus, float64(hubs[i].cpu)/float64(xargs[i].cpu))
	}
	c.wallRatio, c.cpuRatio = middle(walls), middle(cpus)
	return c
}

// scripts writes n one-line scripts into ten folders below dir/examples and
// returns their names, one a line.
func scripts(b *testing.B, dir string, n int) string {
	b.Helper()
	var list strings.Builder
	for i := range n {
		folder := filepath.Join("examples", fmt.Sprintf("group%d", i%10))
		if i < 10 {
			require.NoError(b, os.MkdirAll(filepath.Join(dir, folder), 0o755))
		}
		name := filepath.Join(folder, fmt.Sprintf("example%05d.sh", i))
		line := fmt.Sprintf("echo example %d\n", i)
		require.NoError(b, os.WriteFile(filepath.Join(dir, name), []byte(line), 0o644))
		fmt.Fprintln(&list, name)
	}
	return list.String()
}

// measure runs a command to its end, its output thrown away. The CPU time is
// the kernel's account of it and of all its children that were waited for.
func measure(b *testing.B, cmd *exec.Cmd, dir, stdin string) cost {
	b.Helper()
	errors, err := os.Create(filepath.Join(b.TempDir(), "stderr"))
	require.NoError(b, err)
	defer errors.Close()
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, strings.NewReader(stdin), errors
	start := time.Now()
	err = cmd.Run()
	wall := time.Since(start)
	if err != nil {
		_, seek := errors.Seek(0, io.SeekStart)
		told, read := io.ReadAll(errors)
		b.Fatalf("%s: %v %v %v\n%s", cmd, err, seek, read, told)
	}
	return cost{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
}

// median takes the median of each of the two measures.
func median(costs []cost) cost {
	var walls, cpus []time.Duration
	for _, c := range costs {
		walls, cpus = append(walls, c.wall), append(cpus, c.cpu)
	}
	return cost{middle(walls), middle(cpus)}
}

func middle[T time.Duration | float64](all []T) T {
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

func times(ratio float64) string   { return fmt.Sprintf("%.3f", ratio) }
func whole(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }
func micro(d time.Duration) string { return fmt.Sprintf("%d µs", d.Microseconds()) }

// table aligns rows of cells, the first column to the left. The framework cuts
// what a benchmark logs after ten lines.
func table(rows ...[]string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i == 0 {
				fmt.Fprintf(&b, "%-18s", cell)
			} else {
				fmt.Fprintf(&b, " %14s", cell)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
