package proc

import (
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
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
	for _, p := range list("kern.proc.all") {
		if p.ppid == os.Getpid() {
			now.children = append(now.children, p.pid)
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
