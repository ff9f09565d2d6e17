//go:build unix

package engine

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/programs/programtest"
)

func local(t *testing.T, b *Batch, slots int) *Local {
	dir := filepath.Join(b.Root, b.Output)
	require.NoError(t, os.MkdirAll(dir, 0o777))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	return &Local{Environ: os.Environ(), Output: root, Slots: slots, Safely: func(do func()) func() { return do }}
}

// until waits until the states of the batch are as ok wants them.
func until(t *testing.T, l *Local, b *Batch, ok func(map[int]State) bool) map[int]State {
	var states map[int]State
	require.Eventually(t, func() bool {
		var err error
		states, err = l.States(context.Background(), b, b.Name)
		require.NoError(t, err)
		return ok(states)
	}, time.Minute, 5*time.Millisecond)
	return states
}

func count(states map[int]State, p Phase) (n int) {
	for _, s := range states {
		if s.Phase == p {
			n++
		}
	}
	return n
}

// blocked is a batch whose tasks run until the file go is there, or they get a signal.
func blocked(t *testing.T, n int) *Batch {
	if _, err := exec.LookPath("sleep"); err != nil {
		t.Skip("sleep is not installed")
	}
	var list []Task
	for i := range n {
		list = append(list, Task{i + 1, 0})
	}
	b := batchFor(t, list...)
	programtest.Write(t, b.Hub, "#!/bin/sh\ntrap 'echo stopped; exit 143' TERM\necho \"$@\"\nwhile [ ! -e go ]; do sleep 0.05; done\nexit 3\n")
	return b
}

func TestLocalRunsAsManyAsThereAreSlots(t *testing.T) {
	b := blocked(t, 5)
	l := local(t, b, 2)
	ctx := context.Background()
	job, err := l.HandIn(ctx, b)
	require.NoError(t, err)
	states := until(t, l, b, func(s map[int]State) bool { return count(s, Running) == 2 })
	assert.Equal(t, 3, count(states, Waiting))
	require.NoError(t, os.WriteFile(filepath.Join(b.Root, "go"), nil, 0o666))
	states = until(t, l, b, func(s map[int]State) bool { return count(s, Ended) == 5 })
	assert.Equal(t, "exit status 3", states[1].Why)
	text, err := os.ReadFile(filepath.Join(b.Root, b.printed("5")))
	require.NoError(t, err)
	assert.Contains(t, string(text), "--part=5")
	found, err := local(t, b, 2).Find(ctx, b)
	require.NoError(t, err)
	assert.Equal(t, job, found)
}

// A second hub neither starts again what the first one has started, nor forgets the rest.
func TestLocalTakesUp(t *testing.T) {
	b := blocked(t, 3)
	first := local(t, b, 1)
	ctx := context.Background()
	_, err := first.HandIn(ctx, b)
	require.NoError(t, err)
	until(t, first, b, func(s map[int]State) bool { return count(s, Running) == 1 })
	running, _ := first.recorded(b, 1)
	first.batches[b.Name].cancel() // as if it was killed: it starts nothing more

	second := local(t, b, 2)
	states := until(t, second, b, func(s map[int]State) bool { return count(s, Running) == 3 || count(s, Ended) > 0 })
	assert.Equal(t, 3, count(states, Running), "%v", states)
	still, _ := second.recorded(b, 1)
	assert.Equal(t, running, still, "the task that ran is the same process")
	assert.NotZero(t, still)
	require.NoError(t, os.WriteFile(filepath.Join(b.Root, "go"), nil, 0o666))
	until(t, second, b, func(s map[int]State) bool { return count(s, Ended) == 3 })
}

func TestLocalCancels(t *testing.T) {
	b := blocked(t, 3)
	l := local(t, b, 2)
	ctx := context.Background()
	_, err := l.HandIn(ctx, b)
	require.NoError(t, err)
	until(t, l, b, func(map[int]State) bool { // both have set their trap
		for i := range 2 {
			if text, _ := os.ReadFile(filepath.Join(b.Root, b.printed(strconv.Itoa(i+1)))); len(text) == 0 {
				return false
			}
		}
		return true
	})
	require.NoError(t, l.Cancel(ctx, b, b.Name))
	states, err := l.States(ctx, b, b.Name)
	require.NoError(t, err)
	assert.Equal(t, map[int]State{1: {Ended, "exit status 143"}, 2: {Ended, "exit status 143"}, 3: {Ended, "cancelled before it was started"}}, states)
}

func TestLocalSaysWhatCannotBeStarted(t *testing.T) {
	b := blocked(t, 2)
	b.Hub = filepath.Join(b.Root, "missing")
	l := local(t, b, 1)
	_, err := l.HandIn(context.Background(), b)
	require.NoError(t, err)
	states := until(t, l, b, func(s map[int]State) bool { return count(s, Ended) == 2 })
	assert.Contains(t, states[1].Why, "no such file")
}
