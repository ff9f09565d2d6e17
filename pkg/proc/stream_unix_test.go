//go:build unix

package proc

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/capture"
)

func TestClosedOutputIsNotTheEnd(t *testing.T) {
	s := supervisor(t)
	c := shell(t, `echo before; exec >&- 2>&-; while [ ! -e go ]; do sleep 0.01; done; exit 5`)
	out := newSignalling("before\n")
	c.Output = out
	done := make(chan Exit, 1)
	go func() { done <- s.Run(t.Context(), c) }()
	out.wait(t)
	select {
	case exit := <-done:
		t.Errorf("ended early: %+v", exit)
	default:
	}
	require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "go"), nil, 0o600))
	require.Equal(t, 5, (<-done).Code)

	c = shell(t, "exec >&- 2>&-; sleep 60")
	c.Timeout = 100 * time.Millisecond
	exit, _ := output(s, c)
	require.True(t, exit.TimedOut)
}

func TestFlood(t *testing.T) {
	s := supervisor(t)
	const n = 100 << 20
	c := helper(t, "flood", strconv.Itoa(n))
	capture := capture.New(64 << 10)
	c.Output = capture
	exit := s.Run(t.Context(), c)
	require.Equal(t, 0, exit.Code)
	require.Equal(t, int64(n), capture.Written())
	require.Equal(t, int64(n-64<<10), capture.Dropped())
	require.True(t, strings.HasPrefix(capture.String(), "0123456789abcde\n"))
	require.True(t, strings.HasSuffix(capture.String(), "0123456789abcde\n"))

	// A flood does not keep the timeout from coming.
	c = helper(t, "flood", strconv.Itoa(1<<60))
	c.Timeout, c.Grace = 300*time.Millisecond, 0
	exit = s.Run(t.Context(), c)
	require.True(t, exit.TimedOut)
	require.Less(t, exit.Elapsed, deadline)
}

type failing struct{ calls int }

func (w *failing) Write([]byte) (int, error) { w.calls++; return 0, errors.New("full") }

func TestFailingOutput(t *testing.T) {
	s := supervisor(t)
	c := helper(t, "flood", "1000000")
	w := &failing{}
	c.Output = w
	exit := s.Run(t.Context(), c)
	require.Equal(t, 0, exit.Code)
	require.Equal(t, 1, w.calls)
}

func TestStdin(t *testing.T) {
	s := supervisor(t)
	text := strings.Repeat("line of text\n", 100_000)
	c := helper(t, "cat")
	c.Stdin = text
	var out bytes.Buffer
	c.Output = &out
	require.Equal(t, 0, s.Run(t.Context(), c).Code)
	require.Equal(t, text, out.String())

	c = shell(t, "exit 4") // reads nothing
	c.Stdin = text
	exit, _ := output(s, c)
	require.NoError(t, exit.Err)
	require.Equal(t, 4, exit.Code)

	c = shell(t, "exec <&-; sleep 60") // refuses it, and lives
	c.Stdin = text
	c.Timeout = 200 * time.Millisecond
	exit, _ = output(s, c)
	require.True(t, exit.TimedOut)

	exit, got := output(s, shell(t, "cat; echo end")) // the null device
	require.Equal(t, 0, exit.Code)
	require.Equal(t, "end\n", got)
}
