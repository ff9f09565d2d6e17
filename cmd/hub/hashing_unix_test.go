//go:build unix

package main

import (
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
)

// hashingTakes is how long these tests wait for what takes an hour otherwise.
const hashingTakes = time.Minute

// muchToHash is a project whose example has so many files that hashing them takes
// as good as for ever. All of them are holes.
func muchToHash(t *testing.T, yaml string) string {
	t.Helper()
	root := tree(t, map[string]string{"hub.yaml": "sources: [{path: examples}]\n" + yaml, "examples/a/run.sh": "echo a\n"})
	for i := range 5000 {
		file := filepath.Join(root, "examples", "a", fmt.Sprintf("data-%d", i))
		require.NoError(t, os.WriteFile(file, nil, 0o644))
		if err := os.Truncate(file, 60<<20); err != nil {
			t.Skip("no files with holes here:", err)
		}
	}
	return root
}

// The deadline of a run ends what is read for it, and a signal does: hub is not
// deaf while it looks at what an example depends on.
func TestHashingEndsWithTheRun(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	for _, c := range []struct {
		name, yaml string
		signal     os.Signal
		want       int
		said       string
	}{
		{"deadline", "run: {deadline: 1s}\n", nil, exitFailed, "deadline"},
		{"signal", "", syscall.SIGINT, exitSignal + 2, "interrupted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := muchToHash(t, c.yaml)
			cmd := exec.Command(bin, "all")
			cmd.Dir = root
			var out strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &out
			require.NoError(t, cmd.Start())
			if c.signal != nil {
				awaitLog(t, root)
				require.NoError(t, cmd.Process.Signal(c.signal))
			}
			timer := time.AfterFunc(hashingTakes, func() { _ = cmd.Process.Kill() })
			err := cmd.Wait()
			require.True(t, timer.Stop(), "it did not end")
			assert.Equal(t, c.want, code(t, err), out.String())
			assert.Contains(t, strings.ToLower(out.String()), c.said)
			// What was not hashed has no fingerprint, and what was interrupted no result.
			exit, text, _ := hubIn(t, bin, root, "status", "--format=json")
			assert.Equal(t, exitGood, exit)
			assert.Equal(t, 0, sums(t, text).Summary.Completed)
		})
	}
}

// awaitLog waits until a run has a log.
func awaitLog(t *testing.T, root string) {
	t.Helper()
	waitFor(t, "a run log", func() bool {
		logs, err := filepath.Glob(filepath.Join(root, ".hub", "runs", "*.ndjson"))
		require.NoError(t, err)
		return len(logs) > 0
	})
}

// A file of 300 GB in an example's folder holds up no command, and people are
// informed of what is not noticed of it.
func TestALargeFileOfAnExample(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	root := tree(t, map[string]string{"hub.yaml": "sources: [{path: examples}]\n", "examples/a/run.sh": "echo a\n", "examples/a/model.bin": "", "examples/b.sh": "echo b\n"})
	model := filepath.Join(root, "examples", "a", "model.bin")
	if err := os.Truncate(model, 300<<30); err != nil {
		t.Skip("no files with holes here:", err)
	}
	const said = "examples/a/model.bin has 307200 MiB: only its size and 64 MiB spread evenly over it are compared"
	exit, _, told := hubIn(t, bin, root, "all")
	assert.Equal(t, exitGood, exit, told)
	assert.Equal(t, 1, strings.Count(told, said), told)
	exit, out, told := hubIn(t, bin, root, "stale")
	assert.Equal(t, exitGood, exit, told)
	assert.Contains(t, out, "Nothing is stale")
	assert.Equal(t, 1, strings.Count(told, said), told)
	_, _, told = hubIn(t, bin, root, "list")
	assert.NotContains(t, told, said)
	_, _, told = hubIn(t, bin, root, "list", "-v")
	assert.Contains(t, told, said)

	require.NoError(t, os.Truncate(model, 299<<30))
	_, out, _ = hubIn(t, bin, root, "stale")
	assert.Contains(t, out, "examples/a/model.bin changed")
}
