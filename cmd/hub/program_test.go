package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
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

// once skips a long test that has passed already in this .ci/run, as .ci/bare has run
// it first: a test of the program alone, or of what one goroutine computes, in which the
// race detector sees nothing, and which is not shortened there. HUB_PASSED names the file in which such tests record
// that they have passed; one that was skipped there has not.
func once(t *testing.T) {
	t.Helper()
	if passed(t.Name()) {
		t.Skip("passed in .ci/bare, with the same program")
	}
	t.Cleanup(func() {
		if !t.Failed() && !t.Skipped() {
			assert.NoError(t, pass(t.Name()))
		}
	})
}

// passed reports whether the test or script is recorded in HUB_PASSED.
func passed(name string) bool {
	text, err := os.ReadFile(os.Getenv("HUB_PASSED"))
	return err == nil && slices.Contains(strings.Split(string(text), "\n"), name)
}

// pass records the test or script, if there is a HUB_PASSED.
func pass(name string) error {
	file := os.Getenv("HUB_PASSED")
	if file == "" {
		return nil
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err == nil {
		_, err = io.WriteString(f, name+"\n")
		err = errors.Join(err, f.Close())
	}
	return err
}

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
