package main

import (
	"fmt"
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
)

// TestNoRoomForProcesses: examples that start processes until the system lets
// them start none, many at a time, do not take hub with them.
func TestNoRoomForProcesses(t *testing.T) {
	once(t)
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can take the part of a user who has no other processes")
	}
	const user = 61234 // nobody's
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprintf("examples/calm%02d.sh", i)] = "exec sleep 0.05\n"
		files[fmt.Sprintf("examples/bomb%02d.sh", i)] = "while :; do sleep 20 & done\n"
	}
	root := tree(t, files)
	text, err := os.ReadFile(buildHub(t))
	require.NoError(t, err)
	bin := filepath.Join(root, "hub")
	programtest.Write(t, bin, string(text))
	require.NoError(t, os.Chmod(filepath.Dir(root), 0o755))
	require.NoError(t, os.Chown(root, user, user))
	for _, tc := range []struct {
		room, workers int
		fewer         bool
	}{
		{60, 4, false},
		{70, 48, true},
	} {
		t.Run(fmt.Sprint(tc.room), func(t *testing.T) {
			script := fmt.Sprintf("{ ulimit -u %d 2>/dev/null || ulimit -p %d; } && exec ./hub all -j%d --report=json:r.json", tc.room, tc.room, tc.workers) // dash has its own name
			cmd := exec.Command("sh", "-c", script)
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
			cmd.Dir, cmd.Env = root, []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + root, "HOME=" + root}
			var told strings.Builder
			cmd.Stderr = &told
			require.Equal(t, exitFailed, code(t, cmd.Run()), told.String())
			assert.Equal(t, tc.fewer, strings.Contains(told.String(), " at a time instead of 48: "), told.String())
			run := loadReport(t, filepath.Join(root, "r.json"))
			assert.Equal(t, hub.EndFinished, run.End.Reason)
			assert.Len(t, run.Results, 80)
			for _, r := range run.Results {
				if strings.Contains(r.ID, "bomb") {
					assert.Equal(t, hub.StatusError, r.Status, r.ID)
				}
			}
		})
	}
}
