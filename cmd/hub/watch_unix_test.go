//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watcher is a hub that watches.
type watcher struct {
	*testing.T
	root  string
	cmd   *exec.Cmd
	lines *bufio.Scanner
	said  strings.Builder
}

func watching(t *testing.T, files map[string]string, args ...string) *watcher {
	t.Helper()
	w := &watcher{T: t, root: tree(t, files)}
	w.cmd = exec.Command(buildHub(t), append([]string{"all", "--watch"}, args...)...)
	w.cmd.Dir, w.cmd.Env = w.root, outsideCI(os.Environ())
	r, out, err := os.Pipe()
	require.NoError(t, err)
	w.cmd.Stdout, w.cmd.Stderr = out, out
	require.NoError(t, w.cmd.Start())
	require.NoError(t, out.Close())
	t.Cleanup(func() { _ = w.cmd.Process.Kill(); _ = r.Close() })
	w.lines = bufio.NewScanner(r)
	return w
}

// hears waits for a line with the text.
func (w *watcher) hears(text string) {
	w.Helper()
	for w.lines.Scan() {
		w.said.WriteString(w.lines.Text() + "\n")
		if strings.Contains(w.lines.Text(), text) {
			return
		}
	}
	require.Fail(w, "hub ended", "before %q:\n%s", text, w.said.String())
}

func (w *watcher) save(name, text string) {
	w.Helper()
	require.NoError(w, os.WriteFile(filepath.Join(w.root, name), []byte(text), 0o644))
}

// ends waits for the end, and returns the exit code.
func (w *watcher) ends(sig syscall.Signal) int {
	w.Helper()
	require.NoError(w, w.cmd.Process.Signal(sig))
	for w.lines.Scan() {
		w.said.WriteString(w.lines.Text() + "\n")
	}
	return code(w.T, w.cmd.Wait())
}

func TestWatchRunsWhatIsSaved(t *testing.T) {
	t.Parallel()
	w := watching(t, map[string]string{"examples/a.sh": "echo a\n", "examples/b.sh": "exit 1\n", "examples/c.sh": "echo c\n"}, "a.sh", "b.sh", "--filter=pending")
	w.hears("1 failed, 1 passed")
	w.hears("waiting for changes; Ctrl-C ends")
	w.save("examples/c.sh", "exit 3\n") // which is not selected
	w.save("examples/b.sh", "echo b\n")
	w.hears("GOOD  1 passed")
	w.hears("waiting for changes")
	w.save("hub.yaml", "nonsense: true\n")
	w.hears("hub.yaml:1:1")
	w.save("hub.yaml", "version: 1\n")
	w.hears("GOOD  2 passed")
	w.hears("waiting for changes")
	assert.Equal(t, 130, w.ends(syscall.SIGINT), w.said.String())
	assert.NotContains(t, w.said.String(), "panic")
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "hub-touched-*"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

// A signal to hub alone ends the run that it began, too.
func TestWatchEndsTheRun(t *testing.T) {
	t.Parallel()
	w := watching(t, map[string]string{"examples/a.sh": "echo $$ >pid; echo started; sleep 600\n"})
	pid := await(t, filepath.Join(w.root, "pid"))
	assert.Equal(t, 143, w.ends(syscall.SIGTERM), w.said.String())
	ended(t, pid)
	assert.Contains(t, w.said.String(), "INTERRUPTED")
}
