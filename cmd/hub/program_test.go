package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters"
)

// program is the program as its users get it, without cgo, the race detector
// and the test code: built when first asked for, removed with its folder.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "hub-test-")
	if err != nil {
		return "", err
	}
	programDir = dir
	bin := filepath.Join(dir, "hub")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	build := exec.Command("go", "build", "-o", bin, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return bin, fmt.Errorf("go build: %w: %s", err, out)
	}
	return bin, nil
})

// programDir is the program's folder; empty while there is none.
var programDir string

// buildHub returns the path of the program.
func buildHub(tb testing.TB) string {
	tb.Helper()
	bin, err := program()
	require.NoError(tb, err)
	return bin
}

// once skips a long test in a .ci/run whose .ci/bare has passed with it: a test of
// the program alone, in which the race detector sees nothing, that needs no tool
// which .ci/bare lacks and is not shortened there.
func once(t *testing.T) {
	t.Helper()
	switch os.Getenv("HUB_BARE") {
	case "passed":
		t.Skip("passed in .ci/bare, with the same program")
	case "running":
		t.Cleanup(func() {
			if t.Skipped() {
				t.Error("it is tested in .ci/bare alone, and must not be skipped there")
			}
		})
	}
}

// passedBare reports whether .ci/run has passed with .ci/bare.
func passedBare() bool { return os.Getenv("HUB_BARE") == "passed" }

// cleaned is a test run that takes the program with it at its end.
type cleaned struct{ *testing.M }

// Run runs the tests.
func (c cleaned) Run() int {
	defer func() { _ = os.RemoveAll(programDir) }() // it lies where such things may stay
	return c.M.Run()
}

// loadReport reads a report.json.
func loadReport(tb testing.TB, path string) *hub.Run {
	tb.Helper()
	f, err := os.Open(path)
	require.NoError(tb, err)
	defer f.Close()
	run, err := reporters.ReadJSON(f)
	require.NoError(tb, err, path)
	return run
}

// tree writes files below a new folder.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return root
}

// code is the exit code that the error of a command tells.
func code(t *testing.T, err error) int {
	t.Helper()
	if err == nil {
		return 0
	}
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	return exit.ExitCode()
}

// hubIn runs hub in root and returns its exit code, stdout and stderr.
func hubIn(t *testing.T, bin, root string, args ...string) (int, string, string) {
	t.Helper()
	cmd := exec.Command(bin, args...)
	cmd.Dir = root
	var out, err strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &err
	return code(t, cmd.Run()), out.String(), err.String()
}

// statusSums are the parts of 'hub status --format=json' that add up.
type statusSums struct {
	Summary struct {
		TotalExamples, Completed, Errors, Interrupted, Skipped, Stale, Running, Pending int
	}
}

// sums reads what hub status says; every example counts once.
func sums(t *testing.T, text string) statusSums {
	t.Helper()
	var s statusSums
	require.NoError(t, json.Unmarshal([]byte(text), &s), "%s", text)
	p := s.Summary
	assert.Equal(t, p.TotalExamples, p.Completed+p.Errors+p.Interrupted+p.Skipped+p.Stale+p.Running+p.Pending, "%+v", p)
	return s
}
