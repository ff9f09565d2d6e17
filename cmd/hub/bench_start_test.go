package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkStart compares what a command costs before it has done anything with a Go
// program that does nothing.
func BenchmarkStart(b *testing.B) {
	bin, empty := measured(b), buildEmpty(b)
	dir := tree(b, map[string]string{"examples/one.sh": "echo one\n"})
	null, err := os.Open(os.DevNull)
	require.NoError(b, err)
	defer null.Close()
	rows := []struct {
		name string
		goal float64 // ms
		cmd  *exec.Cmd
	}{
		{"an empty Go program", 0, exec.Command(empty)},
		{"hub version", 4, exec.Command(bin, "version")},
		{"hub clean --silent", 4, exec.Command(bin, "clean", "--silent")},
		{"hub list, 1 example", 0, exec.Command(bin, "list")},
		{"hub run, 1 example", 0, exec.Command(bin, "run", "1")},
		{"sh examples/one.sh", 0, exec.Command("sh", filepath.Join("examples", "one.sh"))},
	}
	if runtime.GOOS != "windows" {
		// One whose link to hub ends at once, so that it leaves when it is up.
		supervisor := exec.Command(bin)
		supervisor.Args = []string{"hub: supervisor of one example at a time"}
		supervisor.ExtraFiles = []*os.File{null, null}
		rows = append(rows, struct {
			name string
			goal float64
			cmd  *exec.Cmd
		}{"a supervisor process", 2.5, supervisor})
	}
	var all []contender
	for _, r := range rows {
		all = append(all, contender{cmd: func() *exec.Cmd {
			return &exec.Cmd{Path: r.cmd.Path, Args: r.cmd.Args, ExtraFiles: r.cmd.ExtraFiles}
		}})
	}
	compare(b, dir, 2, all...) // warms up
	costs := compare(b, dir, 3**benchRounds, all...)
	s := newSheet(b, "start-up beside an empty Go program (medians)", "wall, ms", "CPU, ms", "wall × empty", "CPU × empty")
	for i, r := range rows {
		s.row(r.name, s.goal("%.2f", millis(middle(costs[i], wall)), r.goal), s.goal("%.2f", millis(middle(costs[i], cpu)), r.goal),
			s.goal("%.2f", ratio(costs[i], costs[0], wall), 0), s.goal("%.2f", ratio(costs[i], costs[0], cpu), 0))
	}
	s.print()
}

// buildEmpty returns the path of a program whose main does nothing.
func buildEmpty(b *testing.B) string {
	b.Helper()
	dir := tree(b, map[string]string{"go.mod": "module empty\n", "main.go": "package main\n\nfunc main() {}\n"})
	build := exec.Command("go", "build", "-o", "empty.exe", ".")
	build.Dir, build.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(b, err, string(out))
	return filepath.Join(dir, "empty.exe")
}
