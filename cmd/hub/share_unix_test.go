//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTwoRunsAtOnce: the second waits, says for whom, and loses nothing; when
// the first outlasts its patience it fails and names the first.
func TestTwoRunsAtOnce(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	root := tree(t, map[string]string{
		"examples/a.sh": "echo a\n",
		"examples/b.sh": "echo go >began\nuntil [ -e over ]; do sleep 0.02; done\necho b\n",
		"hub.yaml":      "sources: [{path: examples}]\nrun: {timeout: 5m}\n",
	})
	first := exec.Command(bin, "all", "-j2")
	first.Dir = root
	require.NoError(t, first.Start())
	await(t, filepath.Join(root, "began"))

	// Readers need not wait. The other example ends when it does.
	require.Eventually(t, func() bool {
		exit, out, _ := hubIn(t, bin, root, "status", "--format=json")
		return assert.Equal(t, exitGood, exit) && sums(t, out).Summary.Running == 1
	}, time.Minute, 20*time.Millisecond, "one example runs")

	exit, _, told := hubIn(t, bin, root, "all")
	assert.Equal(t, exitTrouble, exit)
	assert.Contains(t, told, "waiting up to 10s for another hub")
	assert.Contains(t, told, fmt.Sprintf("process %d on", first.Process.Pid))
	assert.Regexp(t, `waited [1-9]\d\S*s`, told)

	second := exec.Command(bin, "all", "-j2")
	second.Dir = root
	second.Env = append(os.Environ(), "HUB_RUN_ID=another") // it is part of another run than the first
	waiting, err := second.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, second.Start())
	line := make([]byte, 200)
	n, err := waiting.Read(line)
	require.NoError(t, err)
	assert.Contains(t, string(line[:n]), "waiting up to")
	require.NoError(t, os.WriteFile(filepath.Join(root, "over"), nil, 0o644))
	assert.NoError(t, first.Wait())
	assert.NoError(t, second.Wait())

	exit, out, _ := hubIn(t, bin, root, "status", "--format=json")
	assert.Equal(t, exitGood, exit)
	assert.Equal(t, 2, sums(t, out).Summary.Completed)
	for _, id := range []string{"examples/a", "examples/b"} {
		exit, out, _ = hubIn(t, bin, root, "show", id+".sh")
		assert.Equal(t, exitGood, exit)
		assert.Regexp(t, `(?m)^Results, newest first\n(  .*passed.*\n){2}\n`, out, "both runs are there")
	}
}

// TestReadersBesideARun: twenty readers of every kind, over and over, while
// examples run and results are cleaned away.
func TestReadersBesideARun(t *testing.T) {
	once(t)
	t.Parallel()
	bin := buildHub(t)
	files := map[string]string{}
	for i := range 120 {
		files[fmt.Sprintf("examples/e%03d.sh", i)] = fmt.Sprintf("echo %d; exit %d\n", i, i%7/6)
	}
	root := tree(t, files)
	commands := [][]string{
		{"status", "--format=json"}, {"list"}, {"show", "1"}, {"status", "-d"}, {"list", "--filter=errors", "--format=json"},
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for i := range 20 {
		readers.Go(func() {
			for {
				args := commands[i%len(commands)]
				exit, out, told := hubIn(t, bin, root, args...)
				if !assert.Equal(t, exitGood, exit, "hub %v: %s", args, told) || !assert.Empty(t, told, "hub %v", args) {
					return
				}
				if i%len(commands) == 0 {
					sums(t, out)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for range 3 {
		exit, _, told := hubIn(t, bin, root, "all", "-q", "-j4")
		assert.Equal(t, exitFailed, exit, told)
		exit, _, told = hubIn(t, bin, root, "clean", "--completed", "-q")
		assert.Equal(t, exitGood, exit, told)
	}
	close(done)
	readers.Wait()
	_, out, _ := hubIn(t, bin, root, "status", "--format=json")
	p := sums(t, out).Summary
	assert.Equal(t, []int{120, 17, 103}, []int{p.TotalExamples, p.Errors, p.Pending})
}
