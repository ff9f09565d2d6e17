package processes

import (
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// trees starts two shells, of which one forks without a pause and loses its children. It
// returns which processes are not of these trees, a list of the children of this process
// that are, and what reaps them.
func trees(t *testing.T) (others func(Process) bool, children func() []int, empty func() bool) {
	t.Helper()
	require.NoError(t, unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
	t.Cleanup(func() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0) })
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs sh: ", err)
	}
	before := Own()
	others = func(p Process) bool { return slices.Contains(before, p.PID) }
	for _, script := range []string{"sleep 60 & sleep 60; true", "i=0; while [ $i -lt 1000 ]; do (sleep 60 &); true & i=$((i+1)); done"} {
		_, err := syscall.ForkExec(sh, []string{"sh", "-c", script}, &syscall.ProcAttr{Env: os.Environ()})
		require.NoError(t, err)
	}
	children = func() []int {
		return slices.DeleteFunc(Own(), func(pid int) bool { return slices.Contains(before, pid) })
	}
	empty = func() bool {
		for _, pid := range children() {
			_, _ = unix.Wait4(pid, nil, unix.WNOHANG, nil)
		}
		return len(children()) == 0
	}
	require.Eventually(t, func() bool { return len(Living(others)) > 8 }, 20*time.Second, time.Millisecond)
	return others, children, empty
}

func TestExterminateLeavesNothing(t *testing.T) {
	others, children, empty := trees(t)
	for end := time.Now().Add(20 * time.Second); !empty() && time.Now().Before(end); {
		Exterminate(others, children, empty)
	}
	require.Empty(t, Living(others))
}

// What loses its parent while a look is under way is in neither list.
func TestHaltStopsWhatLosesItsParent(t *testing.T) {
	require.NoError(t, unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
	t.Cleanup(func() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0) })
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs sh: ", err)
	}
	before := Own()
	started := func(script string) int {
		pid, err := syscall.ForkExec(sh, []string{"sh", "-c", script}, &syscall.ProcAttr{Env: os.Environ()})
		require.NoError(t, err)
		return pid
	}
	of := func(pid int) []Process { return Below(pid, All) }
	first, parent := started("sleep 60; :"), started("sleep 60; :")
	sleeps := func(pid int) bool { // before, its parent waits for it, and would not stop
		below := of(pid)
		return len(below) == 1 && below[0].Name == "sleep"
	}
	require.Eventually(t, func() bool { return sleeps(first) && sleeps(parent) }, 20*time.Second, time.Millisecond)
	orphan := of(parent)[0].PID
	t.Cleanup(func() {
		for _, pid := range []int{of(first)[0].PID, orphan, first} {
			_ = unix.Kill(pid, unix.SIGKILL)
			_, _ = unix.Wait4(pid, nil, 0, nil)
		}
	})
	for _, p := range append(of(first), Process{PID: first}, Process{PID: parent}) {
		require.NoError(t, unix.Kill(p.PID, unix.SIGSTOP))
		require.Eventually(t, func() bool { p, _ := Read(p.PID); return p.Stopped }, 20*time.Second, time.Millisecond)
	}
	var once sync.Once
	Halt(func(p Process) bool {
		if p.PID == first { // this process has been asked for its children
			once.Do(func() {
				require.NoError(t, unix.Kill(parent, unix.SIGKILL))
				_, err := unix.Wait4(parent, nil, 0, nil)
				require.NoError(t, err)
			})
		}
		return slices.Contains(before, p.PID)
	}, time.Minute)
	p, ok := Read(orphan)
	require.True(t, ok)
	require.True(t, p.Stopped, "%+v", p)
}

func TestHaltStopsAll(t *testing.T) {
	others, children, empty := trees(t)
	found := Halt(others, time.Second)
	living := Living(others)
	for _, p := range living {
		// One that waits for its child of vfork stops when that goes on.
		waits := slices.ContainsFunc(living, func(c Process) bool { return c.Parent == p.PID && c.Stopped })
		require.True(t, p.Stopped || p.Traced || waits, "%+v", p)
		require.Contains(t, found, p.PID)
	}
	for !empty() {
		Exterminate(others, children, empty)
	}
}
