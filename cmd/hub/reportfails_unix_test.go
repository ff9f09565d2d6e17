//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// TestReportsAndPipes closes the pipe that a report goes to: the other reports
// are written, and that is no pass.
func TestReportsAndPipes(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{"examples/a.sh": "i=0; while [ $i -lt 9000 ]; do echo a line of the output; i=$((i+1)); done; exit 1\n"})

	t.Run("stdout", func(t *testing.T) {
		read, write, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, read.Close())
		cmd := exec.Command(bin, "all", "--report=json:-,junit:out/junit.xml")
		var told strings.Builder
		cmd.Dir, cmd.Stdout, cmd.Stderr = root, write, &told
		exit := code(t, cmd.Run())
		require.NoError(t, write.Close())
		assert.Equal(t, exitTrouble, exit, told.String())
		assert.Contains(t, told.String(), "the json report could not be written to -: ")
		assert.Contains(t, told.String(), "TROUBLE  1 failed, 0 passed")
		assert.FileExists(t, filepath.Join(root, "out", "junit.xml"))
	})

	t.Run("named", func(t *testing.T) {
		fifo := filepath.Join(root, "fifo")
		require.NoError(t, syscall.Mkfifo(fifo, 0o600))
		done := make(chan error, 1)
		go func() { // reads a little and goes
			f, err := os.Open(fifo)
			if err == nil {
				_, err = io.ReadFull(f, make([]byte, 10))
				f.Close()
			}
			done <- err
		}()
		exit, out, told := hubIn(t, bin, root, "all", "--report=json:fifo,tap:out/results.tap")
		require.NoError(t, <-done)
		assert.Equal(t, exitTrouble, exit)
		assert.Contains(t, told, "the json report could not be written to fifo: ")
		assert.Contains(t, out, "TROUBLE  1 failed, 0 passed")
		assert.FileExists(t, filepath.Join(root, "out", "results.tap"))
	})
}

// An interrupted run whose report cannot be written says both, and is
// interrupted; the reports that can be written are, whole.
func TestReportsOfAnInterruptedRun(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{
		"examples/1.sh": "echo one\n",
		"examples/2.sh": "echo $$ >started\nsleep 60\n",
	})
	cmd := exec.Command(bin, "all", "-j1", "--report=markdown:/dev/full,junit:out/junit.xml,json:out/report.json,tap:out/results.tap,ctrf:out/ctrf.json,junit-strict:out/strict.xml")
	var out, told strings.Builder
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, &out, &told
	if _, err := os.Stat("/dev/full"); err != nil {
		cmd.Args[3] = strings.Replace(cmd.Args[3], "/dev/full", "examples", 1) // a folder
	}
	require.NoError(t, cmd.Start())
	await(t, filepath.Join(root, "started"))
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	assert.Equal(t, 143, code(t, cmd.Wait()))
	assert.Contains(t, told.String(), "the markdown report could not be written to ")
	assert.Contains(t, out.String(), "INTERRUPTED")
	run := loadReport(t, filepath.Join(root, "out", "report.json"))
	assert.Equal(t, hub.EndInterrupted, run.End.Reason)
	assert.Equal(t, 1, run.Counts().Interrupted)
	for name, end := range map[string]string{"junit.xml": "</testsuites>\n", "strict.xml": "</testsuites>\n", "ctrf.json": "]}}\n", "results.tap": "\n"} {
		data, err := os.ReadFile(filepath.Join(root, "out", name))
		require.NoError(t, err)
		assert.True(t, strings.HasSuffix(string(data), end), "%s is not whole", name)
		assert.Contains(t, string(data), "interrupted", name)
	}
	left, err := filepath.Glob(filepath.Join(root, "out", ".*.tmp"))
	require.NoError(t, err)
	assert.Empty(t, left)
}
