//go:build unix

package main

import (
	"bufio"
	"encoding/json"
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

// TestEventsAreLive: another program reads the events from a pipe while the run
// goes on, and acts on them: the second example ends only when the reader has
// seen that it started, and the run can only end when it has.
func TestEventsAreLive(t *testing.T) {
	bin := buildHub(t)
	root := tree(t, map[string]string{
		"examples/1.sh": "echo one\n",
		// It waits for what the reader of the events does, and for nothing else.
		"examples/2.sh": "read line <go\necho \"$line\"\n",
		"examples/3.sh": "exit 1\n",
	})
	for _, name := range []string{"events", "go"} {
		require.NoError(t, syscall.Mkfifo(filepath.Join(root, name), 0o600))
	}
	// The other program is a shell's, which knows nothing but lines.
	reader := exec.Command("sh", "-c", `while IFS= read -r line; do
		printf '%s\n' "$line"
		case $line in '{"type":"example-started"'*'"id":"examples/2.sh"'*) echo seen >go;; esac
	done <events`)
	reader.Dir = root
	stdout, err := reader.StdoutPipe()
	require.NoError(t, err)
	reader.Stderr = os.Stderr
	require.NoError(t, reader.Start())

	exited := make(chan int, 1)
	go func() {
		exit, _, _ := hubIn(t, bin, root, "all", "-j1", "--events=events", "--report=json:report.json")
		exited <- exit
	}()
	var recorder hub.Recorder
	var order []string
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e hub.Event
		require.NoError(t, json.Unmarshal(lines.Bytes(), &e), lines.Text())
		recorder.Add(e)
		if e.Type == hub.EventSpanFinished { // how many there are is not promised
			continue
		}
		order = append(order, strings.TrimSpace(string(e.Type)+" "+e.ID))
	}
	require.NoError(t, lines.Err())
	require.NoError(t, reader.Wait())
	assert.Equal(t, exitFailed, <-exited)
	require.Len(t, order, 11)
	assert.Equal(t, [2]string{"run-started", "run-finished"}, [2]string{order[0], order[10]})
	for _, id := range []string{"examples/1.sh", "examples/2.sh", "examples/3.sh"} {
		var own []string
		for _, event := range order {
			if name, ok := strings.CutSuffix(event, " "+id); ok {
				own = append(own, name)
			}
		}
		assert.Equal(t, []string{"example-started", "attempt-finished", "example-finished"}, own, id)
	}
	// What was sent is the whole run.
	run := recorder.Run()
	assert.Equal(t, "seen\n", run.Results[1].Output())
	assert.Equal(t, *loadReport(t, filepath.Join(root, "report.json")), run)
}
