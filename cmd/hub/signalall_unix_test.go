//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// TestTheEnginesOwnSignal: an engine that ends a job signals all of its
// processes, and the example may be gone before hub gets its own signal. It is
// interrupted, whichever was first.
func TestTheEnginesOwnSignal(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\nrun: {retries: 3}\n",
		"examples/1.sh": "echo $$ >pid\nwhile :; do :; done\n",
		"examples/2.sh": "echo two\n",
	})
	cmd := exec.Command(bin, "ci", "-j1", "--report=json:r.json")
	cmd.Dir = root
	require.NoError(t, cmd.Start())
	pid := await(t, filepath.Join(root, "pid"))
	n, err := strconv.Atoi(pid)
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(n, syscall.SIGTERM))
	ended(t, pid) // hub has seen its end
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	assert.Equal(t, 143, code(t, cmd.Wait()))
	run := loadReport(t, filepath.Join(root, "r.json"))
	assert.Equal(t, hub.EndInterrupted, run.End.Reason)
	assert.Equal(t, "SIGTERM", run.End.Signal)
	require.Len(t, run.Results, 2)
	assert.Equal(t, hub.StatusInterrupted, run.Results[0].Status)
	assert.Nil(t, run.Results[0].Error)
	assert.Len(t, run.Results[0].Attempts, 1)
	assert.Equal(t, hub.StatusPending, run.Results[1].Status)
}
