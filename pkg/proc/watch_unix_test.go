//go:build unix

package proc

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The end of a context ends the attempt that has it, on a supervisor process that has
// run others with the same context and with another one.
func TestTheEndOfAContextEndsItsAttempt(t *testing.T) {
	s := supervisor(t)
	first, endFirst := context.WithCancel(t.Context())
	defer endFirst()
	second, endSecond := context.WithCancel(t.Context())
	defer endSecond()
	run := func(ctx context.Context, script string, during func(dir string)) Exit {
		c := shell(t, "echo ready; "+script)
		c.Timeout, c.Grace = deadline, time.Second
		ready := newSignalling("ready")
		c.Output = ready
		done := make(chan Exit, 1)
		go func() { done <- s.Run(ctx, c) }()
		ready.wait(t)
		during(c.Dir)
		exit := <-done
		require.NoError(t, exit.Err)
		return exit
	}
	quick := func(ctx context.Context) {
		require.False(t, run(ctx, "true", func(string) {}).Canceled)
	}
	quick(first)
	quick(second)
	quick(second)
	exit := run(second, "while [ ! -e go ]; do sleep 0.01; done", func(dir string) {
		endFirst() // it ran with that before
		for _, w := range s.busy() {
			w.over(first)
		}
		require.NoError(t, os.WriteFile(dir+"/go", nil, 0o600))
	})
	require.False(t, exit.Canceled)
	exit = run(second, "sleep 60", func(string) { endSecond() })
	require.True(t, exit.Canceled)
	require.Equal(t, "SIGTERM", exit.Signal)
	require.Len(t, s.workers, 1)
}
