package main

import (
	"bytes"
	"flag"
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
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// The benchmarks show what Hub costs beside the least that could do the same. Who is
// compared runs in turn, one process after the other on one machine, so that ratios
// mean something where times do not: a machine shared with others is faster in one
// minute than in the next. Ratios are medians of those of each round. CPU time is that
// of the whole process tree.
//
// Each benchmark prints one table, with the goal behind each number that has one, and ✗
// behind a number that misses it. Use -benchtime=1x: what is repeated are rounds.
//
//	go test -run='^$' -bench='^BenchmarkLook$' -benchtime=1x ./cmd/hub -rounds=31

var (
	benchRounds  = flag.Int("rounds", 31, "rounds of which benchmarks take the medians; large ones take fewer")
	benchProgram = flag.String("program", "", "the hub that benchmarks measure (default: this one)")
)

// measured returns the path of the hub to measure.
func measured(b *testing.B) string {
	if *benchProgram != "" {
		return *benchProgram
	}
	return buildHub(b)
}

// rounds returns the number of rounds, which is smaller by a factor for what takes long.
func rounds(fewer int) int { return max(1, (*benchRounds+fewer-1)/fewer) }

// cost is what one process took, with all its children that it waited for.
type cost struct {
	began, ended time.Time
	cpu          time.Duration
	// peak is the greatest resident size of the process alone, in bytes; 0 if unknown
	// or not asked for.
	peak int64
}

func wall(c cost) time.Duration { return c.ended.Sub(c.began) }
func cpu(c cost) time.Duration  { return c.cpu }

// measure runs a command in dir to its end, its output thrown away. look is how often
// to look at its memory; 0: never, which disturbs it least.
//
// Note: the system's account of the ended process has a peak as well, which counts the
// memory of whoever started it.
func measure(b *testing.B, cmd *exec.Cmd, dir string, look time.Duration) cost {
	b.Helper()
	errors, err := os.Create(filepath.Join(b.TempDir(), "stderr"))
	require.NoError(b, err)
	defer errors.Close()
	cmd.Dir, cmd.Stderr = dir, errors
	c := cost{began: time.Now()}
	require.NoError(b, cmd.Start())
	stop, seen := make(chan bool), make(chan int64)
	if look > 0 {
		go func() { seen <- largest(cmd, look, stop) }()
	}
	err = cmd.Wait()
	c.ended = time.Now()
	if look > 0 {
		close(stop)
		c.peak = <-seen
	}
	if err != nil {
		_, seek := errors.Seek(0, io.SeekStart)
		text, read := io.ReadAll(errors)
		b.Fatalf("%s: %v %v %v\n%s", cmd, err, seek, read, text)
	}
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return c
}

// largest returns the greatest resident size that the process was seen to have; 0 where
// there is no /proc.
func largest(cmd *exec.Cmd, every time.Duration, stop chan bool) (peak int64) {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for {
		select {
		case <-stop:
			return peak
		case <-ticks.C:
		}
		// A process that was just forked still looks like its parent.
		if name, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", cmd.Process.Pid)); err != nil || name != cmd.Path {
			continue
		}
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		_, rest, _ := bytes.Cut(text, []byte("VmHWM:"))
		number, _, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
		if kib, err := strconv.ParseInt(string(number), 10, 64); err == nil {
			peak = max(peak, kib<<10)
		}
	}
}

// contender is a command that is compared with others.
type contender struct {
	cmd    func() *exec.Cmd
	before func()     // each run of it, unmeasured; or nil
	after  func(cost) // likewise
	look   time.Duration
}

// compare runs contenders in turn, and returns what each took in each round. Who comes
// later finds a warmer or a busier machine: every second round is in reverse.
func compare(b *testing.B, dir string, rounds int, all ...contender) [][]cost {
	b.Helper()
	costs := make([][]cost, len(all))
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	for range rounds {
		for _, i := range order {
			if all[i].before != nil {
				all[i].before()
			}
			c := measure(b, all[i].cmd(), dir, all[i].look)
			costs[i] = append(costs[i], c)
			if all[i].after != nil {
				all[i].after(c)
			}
		}
		slices.Reverse(order)
	}
	return costs
}

// ratio is the median of the ratios of two contenders in each round.
func ratio(ours, theirs []cost, of func(cost) time.Duration) float64 {
	var all []float64
	for i := range ours {
		all = append(all, float64(of(ours[i]))/float64(of(theirs[i])))
	}
	return median(all)
}

// middle is the median of what costs took.
func middle(costs []cost, of func(cost) time.Duration) time.Duration {
	var all []time.Duration
	for _, c := range costs {
		all = append(all, of(c))
	}
	return median(all)
}

func median[T time.Duration | float64](all []T) T {
	all = slices.Sorted(slices.Values(all))
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// scripts writes n one-line scripts that print text into ten folders below
// dir/examples, and returns their names, one a line. They are old enough for hub to
// remember what is in them.
func scripts(b *testing.B, dir string, n int, text string) string {
	b.Helper()
	var list strings.Builder
	old := time.Now().Add(-time.Minute)
	for i := range n {
		folder := filepath.Join("examples", fmt.Sprintf("group%d", i%10))
		if i < 10 {
			require.NoError(b, os.MkdirAll(filepath.Join(dir, folder), 0o755))
		}
		name := filepath.Join(folder, fmt.Sprintf("example%06d.sh", i))
		path := filepath.Join(dir, name)
		require.NoError(b, os.WriteFile(path, fmt.Appendf(nil, "echo example %d %s\n", i, text), 0o644))
		require.NoError(b, os.Chtimes(path, old, old))
		fmt.Fprintln(&list, name)
	}
	time.Sleep(2500 * time.Millisecond) // the time of the change cannot be set
	return list.String()
}

// requires skips the benchmark if a program is missing.
func requires(b *testing.B, programs ...string) {
	b.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			b.Skipf("%s is not installed", name)
		}
	}
}

// sheet is the table of a benchmark.
type sheet struct {
	b             *testing.B
	title, load   string
	rows          [][]string
	goals, missed int
}

// newSheet begins a table. cells are the head of its columns but the first.
func newSheet(b *testing.B, title string, cells ...string) *sheet {
	b.Helper()
	return &sheet{b: b, title: title, load: load(), rows: [][]string{append([]string{""}, cells...)}}
}

func (s *sheet) row(name string, cells ...string) {
	s.rows = append(s.rows, append([]string{name}, cells...))
}

// goal returns a number that should be at most goal, in a format of one number; a goal
// of 0 is none.
func (s *sheet) goal(format string, value, goal float64) string {
	text := fmt.Sprintf(format, value)
	if goal == 0 {
		return text
	}
	s.goals++
	mark := "✓"
	if value > goal {
		s.missed++
		mark = "✗"
	}
	return fmt.Sprintf("%s ≤%s %s", text, strconv.FormatFloat(goal, 'g', -1, 64), mark)
}

// print prints the table: the first column is aligned to the left. It goes to stdout,
// since the framework cuts what a benchmark logs after ten lines.
func (s *sheet) print() {
	var widths []int
	for _, row := range s.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	fmt.Printf("\n%s\nload before and after: %s, %s\n", s.title, s.load, load())
	for _, row := range s.rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				line.WriteString("  " + cell + pad)
			} else {
				line.WriteString("  " + pad + cell)
			}
		}
		fmt.Println(strings.TrimRight(line.String(), " "))
	}
	s.b.ReportMetric(0, "ns/op")
	if s.goals > 0 {
		s.b.ReportMetric(float64(s.missed), fmt.Sprintf("missed-of-%d-goals", s.goals))
	}
}

// load returns the load average of the last minute.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	last, _, _ := strings.Cut(string(text), " ")
	return last
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }
func mega(bytes int64) float64       { return float64(bytes) / 1e6 }
