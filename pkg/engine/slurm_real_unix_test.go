//go:build unix

package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/engine/enginetest"
	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

// A real Slurm takes what hub hands in, and hub understands what it says: of tasks that
// run, wait, end, fail, are cancelled, or lose their node and start again.
func TestRealSlurm(t *testing.T) {
	cluster := enginetest.Slurm(t, 2)
	root := filepath.Join(cluster.Dir, "a project with 100%")
	require.NoError(t, os.MkdirAll(filepath.Join(root, "out"), 0o777))
	program := filepath.Join(root, "hub") // proctrack/linuxproc kills no process with a space in its name
	programtest.Write(t, program, `#!/bin/sh
for a; do case $a in --state=*) state=${a#--state=} ;; --part=*) part=${a#--part=} ;; esac; done
mkdir -p "$state"
echo "part $part in $PWD"
while [ ! -e "go$part" ]; do sleep 0.05; done
[ "$part" != 2 ]
`)
	list := []Task{{1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 1}}
	b := &Batch{Name: "hub-0123456789abcdef-1-1", Tasks: list, Slots: 3, Root: root, Hub: program, Args: []string{"ci"}, State: "parts", Output: "out"}
	environ := append(os.Environ(), cluster.Env...)
	r := &Remote{Engine: slurm(), Exec: Programs(root, environ), Write: func(name, text string) (string, error) {
		path := filepath.Join("out", name)
		return path, os.WriteFile(filepath.Join(root, path), []byte(text), 0o666)
	}}
	ctx := context.Background()
	found, err := r.Find(ctx, b)
	require.NoError(t, err)
	assert.Empty(t, found)
	most, err := r.Most(ctx)
	require.NoError(t, err)
	assert.Equal(t, 10000, most)

	job, err := r.HandIn(ctx, b)
	require.NoError(t, err)
	found, err = r.Find(ctx, b)
	require.NoError(t, err)
	assert.Equal(t, job, found)
	var states map[int]State
	await := func(what string, ok func() bool) {
		t.Helper()
		enginetest.Await(t, what, func() bool {
			states, err = r.States(ctx, b, job)
			require.NoError(t, err)
			return ok()
		})
	}
	await("three running tasks", func() bool { return count(states, Running) == 3 })
	require.Len(t, states, 5)
	assert.Equal(t, State{Waiting, "JobArrayTaskLimit"}, states[4])

	// The states come from the engine; what is in them explains a loss.
	open := func(parts ...string) {
		for _, part := range parts {
			require.NoError(t, os.WriteFile(filepath.Join(root, "go"+part), nil, 0o666))
		}
	}
	started := func(part string) int {
		made, err := filepath.Glob(filepath.Join(root, "parts", part+"-*"))
		require.NoError(t, err)
		return len(made)
	}
	enginetest.Await(t, "their start", func() bool { return started("00001")+started("00002")+started("00003") == 3 })
	cluster.Run("scancel", job+"_3")
	await("a cancelled task", func() bool { return states[3].Phase == Ended })
	assert.Contains(t, states[3].Why, "CANCELLED")
	open("1", "2")
	await("three ended tasks", func() bool { return count(states, Ended) == 3 })
	assert.Regexp(t, "^COMPLETED on n[12]$", states[1].Why)
	assert.Regexp(t, "^FAILED on n[12]$", states[2].Why)
	text, err := os.ReadFile(filepath.Join(root, "out", b.Name+".1.out"))
	require.NoError(t, err)
	assert.Equal(t, "part 1 in "+root+"\n", string(text))

	// A task that loses its node is started again, in a folder of its own.
	enginetest.Await(t, "the others", func() bool { return started("00004")+started("00005.1") == 2 })
	cluster.KillNode(cluster.Run("squeue", "-h", "-j", job+"_4", "-o", "%N"))
	enginetest.Await(t, "a second start", func() bool { cluster.Hurry(); return started("00004") == 2 })
	await("running again", func() bool { return states[4].Phase == Running })
	open("4", "5:1")
	await("the end", func() bool { return count(states, Ended) == 5 })

	// What is cancelled as a whole ends, and a job that is gone is no error.
	b.Name, b.Tasks = "hub-0123456789abcdef-2-1", []Task{{6, 0}, {7, 0}, {8, 0}, {9, 0}, {10, 0}}
	job, err = r.HandIn(ctx, b)
	require.NoError(t, err)
	enginetest.Await(t, "running tasks", func() bool { return started("00006")+started("00007") == 2 })
	require.NoError(t, r.Cancel(ctx, b, job))
	await("all cancelled", func() bool { return count(states, Ended) == 5 })
	require.NoError(t, r.Cancel(ctx, b, job))
	states, err = r.States(ctx, b, "999999")
	require.NoError(t, err)
	assert.Empty(t, states)

	// Whatever sbatch refuses is said in its words.
	b.Name, b.Options.Args = "hub-0123456789abcdef-3-1", []string{"--partition=none"}
	_, err = r.HandIn(ctx, b)
	assert.ErrorContains(t, err, "invalid partition")
	assert.False(t, strings.Contains(fmt.Sprint(err), "\n"))

	// The commands of a dry run do the same when they are pasted into a shell.
	b.Name, b.Options.Args, b.Tasks = "hub-0123456789abcdef-4-1", nil, []Task{{1, 0}}
	commands, err := r.Show(b)
	require.NoError(t, err)
	paste := cluster.Command("sh", "-euc", commands)
	paste.Dir = root
	out, err := paste.CombinedOutput()
	require.NoError(t, err, "%s", out)
	job = strings.TrimSpace(string(out))
	await("the pasted task", func() bool { return count(states, Ended) == 1 })
	assert.Contains(t, states[1].Why, "COMPLETED")
}
