package proc

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// state is what a test must leave as it was.
type state struct {
	fds, goroutines int
	children        string
}

func look(t *testing.T) state {
	t.Helper()
	fds, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return state{fds: len(fds), goroutines: runtime.NumGoroutine(), children: fmt.Sprint(processes.Own())}
}

func (before state) compare(t *testing.T) {
	t.Helper()
	// A child that reaps itself is none any more to wait4 before it leaves this list.
	for end := time.Now().Add(deadline); look(t).children != before.children && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	settled(before.goroutines)
	// What nobody waits for (SIGCHLD is ignored) is listed until the kernel has
	// taken it away; a zombie stays.
	for end := time.Now().Add(5 * time.Second); look(t).children != before.children && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	now := look(t)
	require.Equal(t, before.children, now.children, "children")
	require.LessOrEqual(t, now.goroutines, before.goroutines, "goroutines")
	require.Equal(t, before.fds, now.fds, "descriptors")
}

// dead reports whether a process is gone.
func dead(pid int) bool {
	p, ok := processes.Read(pid)
	return !ok || p.Dead
}

// eventually waits for ok.
func eventually(t *testing.T, ok func() bool, what string) {
	t.Helper()
	require.Eventually(t, ok, deadline, time.Millisecond, what)
}
