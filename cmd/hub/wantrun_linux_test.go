package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// waiting returns examples of which the first ones wait for a file, so that the rest of
// them is started after something has happened. Those open no file, as they may have
// few descriptors.
func waiting(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("examples/e%03d.sh", i)] = "[ -n \"$HOLD\" ] && [ ! -e go ] && { [ -e started ] || : >started; until [ -e go ]; do sleep 0.01; done; }\necho hello\n"
	}
	return files
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	require.Eventually(t, holds, time.Minute, 5*time.Millisecond, what)
}

// limitTree sets the limit of descriptors of hub and of every process of its own
// program below it. It returns what sets it back. A shell needs 11 of them.
func limitTree(t *testing.T, bin string, pid int, most uint64) (back func()) {
	t.Helper()
	var undo []func()
	var visit func(pid int)
	visit = func(pid int) {
		if exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); err != nil || exe != bin {
			return
		}
		var old unix.Rlimit
		require.NoError(t, unix.Prlimit(pid, unix.RLIMIT_NOFILE, nil, &old))
		require.NoError(t, unix.Prlimit(pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: most, Max: old.Max}, nil))
		undo = append(undo, func() { _ = unix.Prlimit(pid, unix.RLIMIT_NOFILE, &old, nil) }) // it may have ended
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
		for _, task := range tasks {
			text, _ := os.ReadFile(task)
			for _, child := range strings.Fields(string(text)) {
				var id int
				if _, err := fmt.Sscan(child, &id); err == nil {
					visit(id)
				}
			}
		}
	}
	visit(pid)
	require.NotEmpty(t, undo)
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

// TestDescriptorsAreTakenInMidRun: what was being started waits; it passes when hub
// has descriptors again, and keeps its recorded pass when it has not.
func TestDescriptorsAreTakenInMidRun(t *testing.T) {
	t.Parallel()
	const examples = 20
	bin, err := filepath.EvalSymlinks(buildHub(t))
	require.NoError(t, err)
	for _, again := range []bool{true, false} {
		t.Run(fmt.Sprint(again), func(t *testing.T) {
			t.Parallel()
			root := tree(t, waiting(examples))
			exit, out, told := hubIn(t, bin, root, "all")
			require.Equal(t, exitGood, exit, out+told)
			events := filepath.Join(root, "events")
			cmd := exec.Command(bin, "all", "-j2", "--force", "--events="+events)
			cmd.Dir, cmd.Env = root, append(os.Environ(), "HOLD=1")
			var told2 strings.Builder
			cmd.Stderr = &told2
			require.NoError(t, cmd.Start())
			eventually(t, "an example runs", func() bool { _, err := os.Stat(filepath.Join(root, "started")); return err == nil })
			back := limitTree(t, bin, cmd.Process.Pid, 11)
			require.NoError(t, os.WriteFile(filepath.Join(root, "go"), nil, 0o644))
			eventually(t, "a start failed", func() bool {
				text, _ := os.ReadFile(events)
				return strings.Contains(string(text), string(hub.EventExampleDeferred))
			})
			if !again {
				eventually(t, "hub gave up", func() bool {
					text, _ := os.ReadFile(events)
					return strings.Contains(string(text), string(hub.EventProblem))
				})
			}
			back()
			exit = code(t, cmd.Wait())
			assert.NotContains(t, told2.String(), "goroutine ")
			passes, other := recordedPasses(t, root)
			assert.Equal(t, examples, passes)
			assert.Empty(t, other)
			if again {
				assert.Equal(t, exitGood, exit, told2.String())
			} else {
				assert.Equal(t, exitTrouble, exit, told2.String())
				assert.Contains(t, told2.String(), "ulimit -n")
			}
		})
	}
}

// TestHubMakesTheEnvironmentTooLarge: what hub adds to an environment that just
// fits is nobody's error; what an example declares is its own.
func TestHubMakesTheEnvironmentTooLarge(t *testing.T) {
	t.Parallel()
	const examples = 3
	bin := buildHub(t)
	files := map[string]string{"examples/own/big.sh": "echo hello\n"}
	for i := range examples {
		files[fmt.Sprintf("examples/e%d.sh", i)] = "echo hello\n"
	}
	root := tree(t, files)
	run := func(pad int) (int, string) {
		// A stack of 512 KiB leaves 128 KiB to arguments and environment.
		cmd := exec.Command("sh", "-c", `ulimit -s 512 && exec "$@"`, "sh", bin, "all", "--force", "--report=json:r.json")
		cmd.Dir = root
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + root, "PADA=" + strings.Repeat("x", 64<<10), "PADB=" + strings.Repeat("x", pad)}
		out, err := cmd.CombinedOutput()
		if errors.Is(err, syscall.E2BIG) {
			return 126, "" // not even sh
		}
		return code(t, err), string(out)
	}
	exit, out := run(0)
	require.Equal(t, exitGood, exit, out)
	pad := 64 << 10
	for ; pad > 0; pad -= 64 {
		if exit, out = run(pad); exit < 126 {
			break
		}
	}
	assert.Equal(t, exitTrouble, exit, out)
	assert.Contains(t, out, "environment (")
	assert.Contains(t, out, "no result in this run")
	passes, other := recordedPasses(t, root)
	assert.Equal(t, examples+1, passes)
	assert.Empty(t, other)

	large, err := json.Marshal(strings.Repeat("z", 140<<10))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(root, "hub.yaml"),
		fmt.Appendf(nil, "version: 1\nsources: [{path: examples}]\noverrides: [{match: {path: \"examples/own/**\"}, env: {OWN: %s}}]\n", large), 0o644))
	exit, out = run(0)
	assert.Equal(t, exitFailed, exit, out)
	for _, r := range loadReport(t, filepath.Join(root, "r.json")).Results {
		if strings.Contains(r.ID, "own") {
			require.NotNil(t, r.Error)
			assert.Equal(t, hub.ErrMissingRunner, r.Error.Type)
			assert.Contains(t, r.Error.Message, "declares")
		} else {
			assert.Equal(t, hub.StatusCompleted, r.Status, r.ID)
		}
	}
}
