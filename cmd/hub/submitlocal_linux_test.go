package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// submitted returns the ID of the only plan that was submitted.
func (f *farm) submitted() string {
	f.t.Helper()
	plans, err := filepath.Glob(filepath.Join(f.root, ".hub", "parts", "*"))
	require.NoError(f.t, err)
	require.Len(f.t, plans, 1)
	return filepath.Base(plans[0])
}

// A hub that is killed leaves its processes running: the next one waits for them, and
// starts what was not started.
func TestLocalSubmitIsKilledAndResumed(t *testing.T) {
	t.Parallel()
	f := newFarm(t, nil)
	f.set("hold/e1", true)
	s := f.submit("command", "--slots=1", "--parts-per-slot=3")
	f.running("e1")
	s.kill()
	again := f.submitResumed(f.submitted())
	f.set("hold/e1", false)
	exit, out, counts := again.wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed, out)
	f.started(nil)
}

// Ctrl-C ends the processes in order, and says how to go on.
func TestLocalSubmitIsInterrupted(t *testing.T) {
	t.Parallel()
	f := newFarm(t, nil)
	f.set("hold/e1", true)
	s := f.submit("command", "--slots=1", "--parts-per-slot=3")
	f.running("e1")
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGINT))
	exit, out, _ := s.wait()
	assert.Equal(t, 130, exit, out)
	assert.Contains(t, out, "cancelled local processes hub-"+f.submitted()+"-1-1 (3 tasks)")
	assert.Contains(t, out, "hub submit --resume=.hub/parts/"+f.submitted()+"/submit-files/plan.jsonl")
	f.set("hold/e1", false)
	exit, out, counts := f.submitResumed(f.submitted()).wait()
	require.Zero(t, exit, out)
	assert.Equal(t, farmExamples, counts.Completed, out)
	f.started(map[string]int{"e1": 2})
}

// An example that takes its hub along is found, and takes no other along.
func TestLocalSubmitFindsTheExampleThatKills(t *testing.T) {
	t.Parallel()
	f := newFarm(t, nil)
	f.set("kill/e5", true)
	exit, out, counts := f.submit("command", "--slots=3", "--parts-per-slot=1").wait()
	assert.Equal(t, 1, exit, out)
	assert.Equal(t, farmExamples-1, counts.Completed, out)
	assert.Equal(t, 1, counts.Errors, out)
	assert.Contains(t, out, "lost")
	assert.Equal(t, 3, f.runs("e5"), out)
}

func TestLocalSubmitPastItsDeadline(t *testing.T) {
	t.Parallel()
	f := newFarm(t, nil)
	f.set("hold/e1", true)
	exit, out, counts := f.submit("command", "--slots=3", "--parts-per-slot=1", "--deadline=4s").wait()
	assert.NotZero(t, exit, out)
	assert.Contains(t, out, "the deadline passed: what was not done was cancelled")
	assert.Less(t, counts.Completed, farmExamples, out)
	assert.Zero(t, counts.Errors, out)
}

// kubectl is a program that keeps what is applied, and answers what the test says of it. A
// new Job is active: one of which nothing is printed was deleted, and its tasks are lost.
const kubectl = `#!/bin/sh
file=$PWD/$4
cd "$FARM/k8s" || exit 9
case "$*" in
*"--namespace=docs apply -f"*) cat "$file" >new && rm -f pods && echo '{"kind":"Job","status":{"active":1}}' >status && mv new job.json && echo job.batch/hub ;;
*"get job"*"-o json"*) [ ! -e status ] || cat status ;;
*"get job"*) [ ! -e job.json ] || echo job.batch/hub ;;
*"get pods"*) [ ! -e pods ] || cat pods ;;
*"delete job"*) : >deleted ;;
*) echo "unknown: $*" >&2; exit 1 ;;
esac
`

// An Indexed Job does what one machine does; the test is the cluster, and starts the
// command of the container for each index.
func TestKubernetesSubmit(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	f := newFarm(t, nil)
	f.env = []string{"FARM=" + f.side, "PATH=" + bin + string(filepath.ListSeparator) + os.Getenv("PATH")}
	programtest.Write(t, filepath.Join(bin, "kubectl"), kubectl)
	require.NoError(t, os.Mkdir(filepath.Join(f.side, "k8s"), 0o755))
	kept := func(name string) string { return filepath.Join(f.side, "k8s", name) }
	require.NoError(t, os.WriteFile(filepath.Join(f.root, "hub.yaml"), fmt.Appendf(nil, "sources: [{path: examples}]\nsubmit:\n  kubernetes: {image: 'hub:1', claim: work, namespace: docs, lag: 1s, hub: '%s'}\n", f.bin), 0o644))
	f.commit("kubernetes")
	f.set("fail/e2", true)
	s := f.submit("kubernetes", "--slots=3", "--parts-per-slot=1")
	enginetest.Await(t, "a Job", func() bool { _, err := os.Stat(kept("job.json")); return err == nil })
	var job struct {
		Spec struct {
			Completions int
			Template    struct {
				Spec struct{ Containers []struct{ Command []string } }
			}
		}
	}
	text, err := os.ReadFile(kept("job.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &job))
	require.Equal(t, 3, job.Spec.Completions)
	assert.NotContains(t, string(text), f.root+"/.hub", "paths in a Pod are relative to the project")
	command := job.Spec.Template.Spec.Containers[0].Command
	for i := range job.Spec.Completions {
		pod := exec.Command(command[0], command[1:]...)
		pod.Env = append(outsideCI(os.Environ()), "JOB_COMPLETION_INDEX="+strconv.Itoa(i), "HOSTNAME=hub-"+strconv.Itoa(i))
		if i == 1 { // evicted before it did anything
			continue
		}
		_ = pod.Run()
	}
	require.NoError(t, os.WriteFile(kept("pods"), []byte("1\tFailed\tEvicted\t\t\n"), 0o644))
	require.NoError(t, os.Remove(kept("job.json")))
	require.NoError(t, os.WriteFile(kept("status"), []byte(`{"kind":"Job","status":{"completedIndexes":"0,2","failedIndexes":"1"}}`), 0o644))

	// The second round is a Job of one index.
	enginetest.Await(t, "a second Job", func() bool { _, err := os.Stat(kept("job.json")); return err == nil })
	text, err = os.ReadFile(kept("job.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &job))
	require.Equal(t, 1, job.Spec.Completions)
	command = job.Spec.Template.Spec.Containers[0].Command
	pod := exec.Command(command[0], command[1:]...)
	pod.Env = append(outsideCI(os.Environ()), "JOB_COMPLETION_INDEX=0", "HOSTNAME=hub-again")
	_ = pod.Run()
	out := s.same()
	assert.Contains(t, out, "was lost (attempt 1)")
	assert.Contains(t, out, "failed, Evicted")
	assert.Equal(t, 1, strings.Count(out, "was lost"))
}
