//go:build unix

package proc

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

func TestExitCodes(t *testing.T) {
	s := supervisor(t)
	for _, code := range []int{0, 1, 2, 77, 126, 127, 128, 255} {
		exit, out := output(s, shell(t, fmt.Sprintf("echo out; echo err >&2; exit %d", code)))
		require.NoError(t, exit.Err)
		require.Equal(t, code, exit.Code)
		require.Equal(t, "out\nerr\n", out)
		require.Empty(t, exit.Signal)
		require.Empty(t, exit.Leaked)
		require.False(t, exit.TimedOut || exit.Canceled || exit.CoreDumped)
		require.Positive(t, exit.Elapsed)
		require.Less(t, exit.Elapsed, deadline)
	}
}

func TestExitSignals(t *testing.T) {
	s := supervisor(t)
	for _, sig := range []unix.Signal{
		unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGILL, unix.SIGTRAP, unix.SIGABRT, unix.SIGFPE, unix.SIGKILL, unix.SIGBUS, unix.SIGSEGV,
		unix.SIGSYS, unix.SIGPIPE, unix.SIGALRM, unix.SIGTERM, unix.SIGXCPU, unix.SIGXFSZ, unix.SIGVTALRM, unix.SIGPROF, unix.SIGUSR1, unix.SIGUSR2,
	} {
		exit, _ := output(s, shell(t, fmt.Sprintf("ulimit -c 0; kill -%d $$; sleep 60", int(sig))))
		require.NoError(t, exit.Err)
		require.Equal(t, -1, exit.Code, sig)
		require.Equal(t, unix.SignalName(sig), exit.Signal)
		require.False(t, exit.TimedOut || exit.Canceled)
	}
}

func TestNoSurvivorNoDelay(t *testing.T) {
	s := supervisor(t)
	begin := time.Now()
	const n = 50
	for range n {
		exit, _ := output(s, shell(t, "true"))
		require.Equal(t, 0, exit.Code)
	}
	require.Less(t, time.Since(begin), n*supervision.Linger)
}

func TestCannotStart(t *testing.T) {
	s := supervisor(t)
	script := program(t, "#!/no/such/interpreter -x\n", 0o755)
	pipe := filepath.Join(t.TempDir(), "pipe") // reading it would wait for ever
	require.NoError(t, unix.Mkfifo(pipe, 0o755))
	for _, test := range []struct {
		name string
		c    Command
		is   error
		says string
	}{
		{"no such program", Command{Path: "/no/such/program"}, fs.ErrNotExist, "/no/such/program: no such file"},
		{"no such interpreter", Command{Path: script}, fs.ErrNotExist, "its #! line names /no/such/interpreter"},
		{"no such folder", Command{Path: "/bin/sh", Dir: "/no/such/folder"}, fs.ErrNotExist, "working directory /no/such/folder"},
		{"CR LF", Command{Path: program(t, "#!/bin/sh\r\nexit\r\n", 0o755)}, fs.ErrNotExist, `its lines end in CR LF, so that its #! line names "/bin/sh\r": no such file or directory; give it LF line ends`},
		{"an interpreter that is a folder", Command{Path: program(t, "#!/tmp -x\n", 0o755)}, fs.ErrPermission, "its #! line names /tmp, which is a folder"},
		{"an interpreter that is none", Command{Path: program(t, "#!\t"+program(t, "", 0o644)+"\n", 0o755)}, fs.ErrPermission, "which is not executable"},
		{"a folder", Command{Path: t.TempDir()}, fs.ErrPermission, "it is a folder"},
		{"a named pipe", Command{Path: pipe}, fs.ErrPermission, "it is a named pipe"},
		{"not executable", Command{Path: program(t, "#!/bin/sh\n", 0o644)}, fs.ErrPermission, "not marked executable"},
		{"no program", Command{Path: program(t, "echo hello\n", 0o755)}, syscall.ENOEXEC, "no #! line"},
		{"too much", Command{Path: "/bin/sh", Argv: []string{strings.Repeat("x", 1<<22)}}, syscall.E2BIG, "too large"},
		{"NUL", Command{Path: "/bin/sh", Argv: []string{"a\x00b"}}, syscall.EINVAL, "NUL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			exit := s.Run(t.Context(), test.c)
			require.ErrorIs(t, exit.Err, test.is)
			require.ErrorContains(t, exit.Err, test.says)
			require.ErrorContains(t, exit.Err, "starting "+test.c.Path)
			require.Equal(t, -1, exit.Code)
			require.False(t, exit.Canceled)
		})
	}
}
