//go:build unix

package proc

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeout(t *testing.T) {
	s := supervisor(t)
	var all sync.WaitGroup
	for _, test := range []struct {
		name, program string
		grace         time.Duration
		code          int
		signal        string
		out           string
	}{
		{"takes SIGTERM", "hang", deadline, -1, "SIGTERM", "ready\n"},
		{"ends well in its grace", "polite", deadline, 0, "", "ready\nbye\n"},
		{"ignores SIGTERM", "stubborn", 50 * time.Millisecond, -1, "SIGKILL", "ready\n"},
		{"no grace", "polite", 0, -1, "SIGKILL", "ready\n"},
		{"stopped, takes SIGTERM", "stopped", deadline, -1, "SIGTERM", "ready\n"},
	} {
		all.Go(func() {
			c := helper(t, test.program)
			c.Timeout, c.Grace = 3*time.Second, test.grace
			exit, out := output(s, c)
			assert.NoError(t, exit.Err, test.name)
			assert.True(t, exit.TimedOut, test.name)
			assert.False(t, exit.Canceled, test.name)
			assert.Equal(t, test.code, exit.Code, test.name)
			assert.Equal(t, test.signal, exit.Signal, test.name)
			assert.Equal(t, test.out, out, test.name)
			assert.Empty(t, exit.Leaked, test.name)
			assert.GreaterOrEqual(t, exit.Elapsed, c.Timeout, test.name)
			assert.Less(t, exit.Elapsed, deadline, test.name)
		})
	}
	all.Wait()
}

func TestCancel(t *testing.T) {
	for _, test := range []struct {
		name, program string
		cause         error
		signal        string
	}{
		{"asks first", "polite", nil, ""},
		{"insists", "stubborn", nil, "SIGKILL"},
		{"kills at once", "polite", ErrKill, "SIGKILL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := supervisor(t)
			ctx, cancel := context.WithCancelCause(t.Context())
			c := helper(t, test.program)
			ready := newSignalling("ready")
			c.Output = ready
			c.Grace = 100 * time.Millisecond
			if test.program == "polite" {
				c.Grace = deadline
			}
			go func() { ready.wait(t); cancel(test.cause) }()
			exit := s.Run(ctx, c)
			require.NoError(t, exit.Err)
			require.True(t, exit.Canceled)
			require.False(t, exit.TimedOut)
			require.Equal(t, test.signal, exit.Signal)
		})
	}
}

func TestCanceledBeforeStart(t *testing.T) {
	s := supervisor(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := shell(t, "echo no > file")
	exit := s.Run(ctx, c)
	require.ErrorIs(t, exit.Err, context.Canceled)
	require.True(t, exit.Canceled)
	require.Equal(t, -1, exit.Code)
	require.False(t, fileThere(filepath.Join(c.Dir, "file")))
}

func TestKillAllDuringGrace(t *testing.T) {
	s := supervisor(t)
	ctx, cancel := context.WithCancel(t.Context())
	c := shell(t, `trap 'echo asked' TERM; echo ready; while :; do sleep 0.01; done`)
	c.Grace = time.Hour
	c.Timeout = 0
	out := newSignalling("ready")
	asked := newSignalling("asked")
	c.Output = both{out, asked}
	done := make(chan Exit, 1)
	go func() { done <- s.Run(ctx, c) }()
	out.wait(t)
	cancel()
	asked.wait(t)
	s.KillAll()
	exit := <-done
	require.Equal(t, "SIGKILL", exit.Signal)
	require.True(t, exit.Canceled)
}

type both [2]*signalling

func (b both) Write(p []byte) (int, error) {
	for _, w := range b {
		if _, err := w.Write(p); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

func TestCloseEndsWhatRuns(t *testing.T) {
	s := supervisor(t)
	c := helper(t, "stubborn")
	c.Timeout, c.Grace = 0, time.Hour
	ready := newSignalling("ready")
	c.Output = ready
	done := make(chan Exit, 1)
	go func() { done <- s.Run(t.Context(), c) }()
	ready.wait(t)
	s.Close()
	exit := <-done
	require.True(t, exit.Canceled)
	exit = s.Run(t.Context(), c)
	require.ErrorIs(t, exit.Err, ErrClosed)
}
