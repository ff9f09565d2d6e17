package sample

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// Update is the flag -update of tests, which writes golden files.
var Update = flag.Bool("update", false, "write the golden files")

// Golden compares got with a golden file, or writes the file with -update.
func Golden(t *testing.T, file, got string) {
	t.Helper()
	if *Update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got, "run the test with -update if this is meant")
}

// Every returns [EveryKind] as read from its run log.
func Every(t testing.TB) *hub.Run {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.ndjson")
	require.NoError(t, os.WriteFile(path, []byte(Log(t, EveryKind())), 0o644))
	return Read(t, path)
}

// Log returns the run log of the run.
func Log(t testing.TB, run *hub.Run) string {
	t.Helper()
	var log bytes.Buffer
	require.NoError(t, runlog.NewEncoder(&log).Encode(Events(run, 1)...))
	return log.String()
}

// Read reads a run log, which must be valid.
func Read(t testing.TB, path string) *hub.Run {
	t.Helper()
	log, err := runlog.Read(path)
	require.NoError(t, err)
	require.Zero(t, log.Bad)
	return &log.Run
}
