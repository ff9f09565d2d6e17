//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/runlog"
)

// planned makes a project with n examples, and its plan in the given number of parts.
func planned(t *testing.T, n, parts int, text string) (root string, run func(args ...string) *exec.Cmd) {
	root, program := t.TempDir(), buildHub(t)
	write := func(name, text string) {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	write("hub.yaml", "version: 1\nsources: [{path: ex}]\n")
	for i := range n {
		write(fmt.Sprintf("ex/%02d.sh", i), text)
	}
	run = func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, args...)
		cmd.Dir = root
		return cmd
	}
	out, err := run("plan", "-q", fmt.Sprintf("--parts=%d", parts), "-j1", "-o", "plan.ndjson").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return root, run
}

// attempts returns the logs of all attempts at the part, by their folders.
func attempts(t *testing.T, root string, part int) map[string]runlog.Log {
	dirs, err := filepath.Glob(filepath.Join(root, ".hub", "parts", "*", fmt.Sprintf("%05d-*", part)))
	require.NoError(t, err)
	out := map[string]runlog.Log{}
	for _, dir := range dirs {
		logs, err := filepath.Glob(filepath.Join(dir, "runs", "*.ndjson"))
		require.NoError(t, err)
		require.Len(t, logs, 1, dir)
		log, err := runlog.Read(logs[0])
		require.NoError(t, err)
		out[dir] = log
	}
	return out
}

// Any number of parts share a checkout, attempts at one part too, beside ordinary runs and
// hub clean: none waits for another, and none loses anything.
func TestPartsShareACheckout(t *testing.T) {
	const examples, parts, each = 20, 5, 3
	root, run := planned(t, examples, parts, "echo \"$0\"\n")
	var all sync.WaitGroup
	for range each {
		for part := 1; part <= parts; part++ {
			all.Go(func() {
				out, err := run("ci", "--plan=plan.ndjson", fmt.Sprintf("--part=%d", part)).CombinedOutput()
				assert.NoError(t, err, "%s", out)
				assert.NotContains(t, string(out), "waiting")
			})
		}
		all.Go(func() {
			out, err := run("clean").CombinedOutput()
			assert.NoError(t, err, "%s", out)
		})
	}
	all.Go(func() {
		out, err := run("ci").CombinedOutput()
		assert.NoError(t, err, "%s", out)
	})
	all.Wait()
	seen := map[string]int{}
	for part := 1; part <= parts; part++ {
		logs := attempts(t, root, part)
		assert.Len(t, logs, each)
		for dir, log := range logs {
			assert.Equal(t, runlog.SealIntact, log.Sealed, dir)
			assert.Equal(t, hub.VerdictGood, log.Run.Verdict(), dir)
			assert.Equal(t, part, log.Run.End.Part.Index)
			for _, r := range log.Run.Results {
				seen[r.ID]++
			}
			assert.FileExists(t, filepath.Join(dir, "reports", "junit.xml"))
		}
	}
	assert.Len(t, seen, examples)
	for id, n := range seen {
		assert.Equal(t, each, n, id)
	}
}

// A part that was killed leaves an unsealed log, and nothing that keeps the next attempt
// from running; what is running stays when the rest is cleaned.
func TestAPartIsKilled(t *testing.T) {
	root, run := planned(t, 1, 1, "echo begun >begun\nread -r x <gate\necho \"$x\"\n")
	for _, name := range []string{"begun", "gate"} {
		require.NoError(t, syscall.Mkfifo(filepath.Join(root, name), 0o600))
	}
	begin := func() *exec.Cmd {
		cmd := run("ci", "--plan=plan.ndjson", "--part=1", "--report=json")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		require.NoError(t, cmd.Start())
		_, err := os.ReadFile(filepath.Join(root, "begun"))
		require.NoError(t, err)
		return cmd
	}
	killed := begin()
	require.NoError(t, killed.Process.Kill())
	require.Error(t, killed.Wait())
	for _, log := range attempts(t, root, 1) {
		assert.False(t, log.Closed)
		assert.Equal(t, hub.EndKilled, log.Run.End.Reason)
	}
	second := begin()
	out, err := run("clean", "--all", "--yes").CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Len(t, attempts(t, root, 1), 1, "the killed one is gone, and the running one is there")
	require.NoError(t, os.WriteFile(filepath.Join(root, "gate"), []byte("on\n"), 0))
	require.NoError(t, second.Wait())
	for dir, log := range attempts(t, root, 1) {
		assert.Equal(t, runlog.SealIntact, log.Sealed, dir)
		assert.Equal(t, hub.VerdictGood, log.Run.Verdict())
	}
}

// Interrupted, a part ends in order: its log is sealed, and says what has no result.
func TestAPartIsInterrupted(t *testing.T) {
	root, run := planned(t, 2, 1, "echo begun >begun\nread -r x <gate\n")
	for _, name := range []string{"begun", "gate"} {
		require.NoError(t, syscall.Mkfifo(filepath.Join(root, name), 0o600))
	}
	cmd := run("ci", "--plan=plan.ndjson", "--part=1", "-j1")
	var said strings.Builder
	cmd.Stderr = &said
	require.NoError(t, cmd.Start())
	_, err := os.ReadFile(filepath.Join(root, "begun"))
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Error(t, cmd.Wait())
	assert.Equal(t, 143, cmd.ProcessState.ExitCode(), said.String())
	for dir, log := range attempts(t, root, 1) {
		assert.Equal(t, runlog.SealIntact, log.Sealed, dir)
		assert.Equal(t, hub.EndInterrupted, log.Run.End.Reason)
		assert.Equal(t, 1, log.Run.End.Part.Index)
	}
}
