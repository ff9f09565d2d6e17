package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters"
)

// buildHub builds the program as its users get it, without the race detector
// and the test code, and returns its path.
func buildHub(tb testing.TB) string {
	tb.Helper()
	bin := filepath.Join(tb.TempDir(), "hub")
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	require.NoError(tb, err, "go build: %s", out)
	return bin
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
