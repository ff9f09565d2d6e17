package main

import (
	"bufio"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// TestCorpusGoroot runs testdata/corpora/goroot.yaml: Go's own test programs,
// whose authors promise that they exit with 0. Which programs there are is
// counted here without Hub. It takes a minute, so it runs when asked to:
// make corpus.
func TestCorpusGoroot(t *testing.T) {
	if os.Getenv("HUB_CORPUS") == "" {
		t.Skip("set HUB_CORPUS=1, or run make corpus")
	}
	out, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	goroot := strings.TrimSpace(string(out))
	want := firstLineIsRun(t, filepath.Join(goroot, "test"), "ken", "chan", "interface")
	require.NotEmpty(t, want, "no test programs in %s: this Go was installed without them", goroot)

	// A copy of the configuration: no status of an earlier run beside it.
	dir := t.TempDir()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "corpora", "goroot.yaml"))
	require.NoError(t, err)
	config := filepath.Join(dir, "goroot.yaml")
	require.NoError(t, os.WriteFile(config, data, 0o644))

	report := filepath.Join(dir, "report.json")
	cmd := exec.Command(buildHub(t), "ci", "-c", config, "--report=json:"+report)
	cmd.Env = append(os.Environ(), "GOROOT="+goroot)
	printed, err := cmd.CombinedOutput()
	require.NoError(t, err, "hub ci: %s", printed)

	run := loadReport(t, report)
	assert.Equal(t, len(want), run.Catalog, "programs found")
	assert.Empty(t, run.LeftOut)
	require.Len(t, run.Results, len(run.Plan))
	var got []string
	for i := range run.Plan {
		// By folder and file: what precedes them is how the source's path is
		// written, seen from the configuration.
		at := run.Plan[i].Path
		got = append(got, path.Join(path.Base(path.Dir(at)), path.Base(at)))

		result := run.Results[i]
		assert.Equal(t, run.Plan[i].ID, result.ID)
		assert.Equal(t, hub.StatusCompleted, result.Status, at)
		if last := result.Last(); assert.NotNil(t, last, "%s was never run", at) {
			assert.Zero(t, last.ExitCode, at)
			assert.Positive(t, last.BuildSeconds, "%s was not built", at)
		}
	}
	assert.ElementsMatch(t, want, got, "the programs that were found and run")
	assert.Equal(t, hub.VerdictGood, run.Verdict())
	t.Logf("%d programs found, run and completed in %.0f s", len(got), run.Seconds())
}

// firstLineIsRun lists the Go files in dirs below root, as dir/file, whose
// first line is exactly "// run".
func firstLineIsRun(t *testing.T, root string, dirs ...string) []string {
	t.Helper()
	var found []string
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			f, err := os.Open(file)
			require.NoError(t, err)
			line, err := bufio.NewReader(f).ReadString('\n')
			require.NoError(t, err, file)
			require.NoError(t, f.Close())
			if line == "// run\n" {
				found = append(found, dir+"/"+filepath.Base(file))
			}
		}
	}
	return found
}
