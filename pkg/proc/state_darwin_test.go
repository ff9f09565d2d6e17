package proc

import (
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// state is what a test must leave as it was. Of what left its example's group
// nothing is known here.
type state struct {
	goroutines int
	children   []int
}

func look(t *testing.T) state {
	t.Helper()
	now := state{goroutines: runtime.NumGoroutine()}
	for _, p := range processes.List("kern.proc.all") {
		if p.Parent == os.Getpid() {
			now.children = append(now.children, p.PID)
		}
	}
	return now
}

func (before state) compare(t *testing.T) {
	t.Helper()
	settled(before.goroutines)
	now := look(t)
	require.ElementsMatch(t, before.children, now.children, "children")
	require.LessOrEqual(t, now.goroutines, before.goroutines, "goroutines")
}
