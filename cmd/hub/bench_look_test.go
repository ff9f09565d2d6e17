package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkLook compares what only looks, at 10,000 results, with finding the files and
// reading the head of each.
func BenchmarkLook(b *testing.B) {
	requires(b, "find", "head", "sh")
	const n = 10_000
	bin := measured(b)
	find := contender{cmd: func() *exec.Cmd {
		return exec.Command("find", "examples", "-type", "f", "-exec", "head", "-c", "4096", "{}", "+")
	}}
	looks := [][]string{{"list"}, {"status"}, {"errors"}, {"stale"}, {"stats"}, {"clean", "--silent"}, {"__complete", "1", "run"}}
	s := newSheet(b, "looks at 10,000 results beside find examples -exec head -c 4096 {} + (medians)",
		"wall, ms", "CPU, ms", "wall × find", "CPU × find", "peak, MB")
	look := func(what, dir string, most float64, args ...[]string) {
		all := []contender{find}
		for _, a := range args {
			all = append(all, contender{cmd: func() *exec.Cmd { return exec.Command(bin, a...) }})
		}
		costs := compare(b, dir, rounds(3), all...)
		s.row("find and head, "+what, s.goal("%.1f", millis(middle(costs[0], wall)), 0), s.goal("%.1f", millis(middle(costs[0], cpu)), 0))
		for i, a := range args {
			times, memory := most, 48.0
			if a[0] != "list" && a[0] != "status" && a[0] != "errors" || most == 0 {
				times, memory = 0, 0
			}
			peak := measure(b, exec.Command(bin, a...), dir, 500*time.Microsecond).peak
			c := costs[i+1]
			s.row("hub "+strings.Join(a, " ")+", "+what, s.goal("%.1f", millis(middle(c, wall)), 0), s.goal("%.1f", millis(middle(c, cpu)), 0),
				s.goal("%.2f", ratio(c, costs[0], wall), times), s.goal("%.2f", ratio(c, costs[0], cpu), 0), s.goal("%.0f", mega(peak), memory))
		}
	}
	for _, of := range []struct{ what, text string }{{"a line of output", ""}, {"2 kB of output", strings.Repeat("as good as any ", 133)}} {
		dir := b.TempDir()
		scripts(b, dir, n, of.text)
		measure(b, threeReports(bin)(), dir, 0)
		look(of.what, dir, 5, looks...)
		if of.text == "" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(dir, "examples", "*", "*.sh"))
		require.NoError(b, err)
		require.Len(b, files, n)
		for _, file := range files {
			require.NoError(b, os.WriteFile(file, []byte("echo changed\n"), 0o644))
		}
		look("all files changed", dir, 0, []string{"stale"})
	}
	s.print()
}
