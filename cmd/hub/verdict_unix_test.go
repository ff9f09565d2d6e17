//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// A folder that cannot be read may hold examples: the run is not good, whatever
// became of those that were found, and its log and reports say why.
func TestACatalogThatMayBeIncomplete(t *testing.T) {
	root := tree(t, map[string]string{"examples/a.sh": "echo a\n", "examples/shut/b.sh": "exit 1\n"})
	shut := filepath.Join(root, "examples", "shut")
	cmd := exec.Command(buildHub(t), "ci")
	if os.Getuid() == 0 { // who can read everything
		const user = 61234 // nobody's
		cmd = exec.Command(filepath.Join(root, "hub"), "ci")
		text, err := os.ReadFile(buildHub(t))
		require.NoError(t, err)
		programtest.Write(t, cmd.Path, string(text))
		require.NoError(t, os.Chmod(filepath.Dir(root), 0o755))
		require.NoError(t, os.Chown(root, user, user))
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	}
	require.NoError(t, os.Chmod(shut, 0))
	t.Cleanup(func() { assert.NoError(t, os.Chmod(shut, 0o755)) })
	var out, told strings.Builder
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, &out, &told
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + root, "TMPDIR=" + root}
	require.Equal(t, exitTrouble, code(t, cmd.Run()), told.String())
	assert.Contains(t, out.String(), "TROUBLE  1 passed")
	const why = "examples may be missing: examples/shut: the folder cannot be read"
	assert.Contains(t, told.String(), why)

	run := loadReport(t, filepath.Join(root, ".hub", "reports", "report.json"))
	assert.Equal(t, hub.VerdictTrouble, run.Verdict())
	assert.Equal(t, hub.VerdictGood, run.ExamplesVerdict())
	require.Len(t, run.Problems, 1)
	assert.Equal(t, hub.ProblemCatalog, run.Problems[0].Kind)
	log, err := runlog.Read(runlog.Path(filepath.Join(root, ".hub", "runs"), run.ID))
	require.NoError(t, err)
	assert.Equal(t, *run, log.Run)
	for name, want := range map[string]string{"junit.xml": `failures="0" errors="1"`, "summary.md": "# ❌ Hub: trouble\n"} {
		text, err := os.ReadFile(filepath.Join(root, ".hub", "reports", name))
		require.NoError(t, err)
		assert.Contains(t, string(text), want)
		assert.Contains(t, string(text), why)
	}
}
