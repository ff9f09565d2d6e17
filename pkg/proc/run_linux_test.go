package proc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
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
		require.Positive(t, exit.MaxRSS)
		require.Positive(t, exit.CPU)
	}
}

func TestExitSignals(t *testing.T) {
	s := supervisor(t)
	for sig := unix.Signal(1); sig < 32; sig++ {
		switch sig {
		case unix.SIGCHLD, unix.SIGCONT, unix.SIGSTOP, unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU, unix.SIGURG, unix.SIGWINCH:
			continue // these end nothing
		}
		exit, _ := output(s, shell(t, fmt.Sprintf("ulimit -c 0; kill -%d $$; sleep 60", int(sig))))
		require.NoError(t, exit.Err)
		require.Equal(t, -1, exit.Code, sig)
		require.Equal(t, unix.SignalName(sig), exit.Signal)
		require.False(t, exit.TimedOut || exit.Canceled)
	}
	exit, _ := output(s, shell(t, "kill -40 $$; sleep 60"))
	require.Equal(t, "SIG40", exit.Signal)
}

func TestCoreDumped(t *testing.T) {
	s := supervisor(t)
	c := shell(t, "ulimit -c unlimited; kill -QUIT $$")
	oracle := exec.Command(c.Path, c.Argv[1:]...)
	oracle.Dir = t.TempDir()
	require.Error(t, oracle.Run())
	exit, _ := output(s, c)
	require.Equal(t, "SIGQUIT", exit.Signal)
	require.Equal(t, oracle.ProcessState.Sys().(syscall.WaitStatus).CoreDump(), exit.CoreDumped)
}

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

func TestForcedEndTakesTheWholeTree(t *testing.T) {
	for _, way := range []string{"h", "sh", "gh", "swh", "dh", "dsh", "dswh", "dswqh", "swqh"} {
		for _, name := range []string{"hang", "stubborn"} {
			for _, cause := range []error{context.Canceled, ErrKill} {
				t.Run(fmt.Sprint(way, name, cause), func(t *testing.T) {
					s := supervisor(t)
					ctx, cancel := context.WithCancelCause(t.Context())
					c := helper(t, "leave", way, name)
					c.Grace = 100 * time.Millisecond
					out := newSignalling("hanging")
					c.Output = out
					go func() { out.wait(t); cancel(cause) }()
					exit := s.Run(ctx, c)
					require.NoError(t, exit.Err)
					require.True(t, exit.Canceled)
					for _, pid := range started(t, out.String()) {
						require.True(t, dead(pid))
					}
				})
			}
		}
	}
}

// started returns the processes that the helper leave has named.
func started(t *testing.T, out string) []int {
	t.Helper()
	var pids []int
	for line := range strings.Lines(out) {
		if rest, ok := strings.CutPrefix(line, "started "); ok {
			pid, err := strconv.Atoi(strings.TrimSpace(rest))
			require.NoError(t, err)
			pids = append(pids, pid)
		}
	}
	require.NotEmpty(t, pids, out)
	return pids
}

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

func TestSurvivorsAreNamedAndKilled(t *testing.T) {
	for _, way := range []string{"", "s", "g", "w", "sw", "q", "sq", "swq", "d", "ds", "dsw", "dsq", "dswq"} {
		for _, name := range []string{"hang", "stubborn"} {
			t.Run(way+" "+name, func(t *testing.T) {
				s := supervisor(t)
				begin := time.Now()
				exit, out := output(s, helper(t, "leave", way, name))
				require.NoError(t, exit.Err)
				require.Equal(t, 0, exit.Code)
				require.False(t, exit.TimedOut || exit.Canceled)
				pids := started(t, out)
				require.Len(t, exit.Leaked, 1)
				require.Equal(t, pids[len(pids)-1], exit.Leaked[0].PID)
				require.NotEmpty(t, exit.Leaked[0].Name)
				require.True(t, dead(exit.Leaked[0].PID))
				require.GreaterOrEqual(t, time.Since(begin), Linger)
				require.Less(t, time.Since(begin), deadline)
			})
		}
	}
}

func TestSurvivorThatEndsInTheLingerIsNoLeak(t *testing.T) {
	s := supervisor(t)
	exit, out := output(s, shell(t, `(sleep 0.03; echo late) & echo early`))
	require.Equal(t, 0, exit.Code)
	require.Equal(t, "early\nlate\n", out)
	require.Empty(t, exit.Leaked)
}

func TestNoSurvivorNoDelay(t *testing.T) {
	s := supervisor(t)
	begin := time.Now()
	const n = 50
	for range n {
		exit, _ := output(s, shell(t, "true"))
		require.Equal(t, 0, exit.Code)
	}
	require.Less(t, time.Since(begin), n*Linger)
}

func TestWipedOrphanAmongOthers(t *testing.T) {
	s := supervisor(t)
	ctx, cancel := context.WithCancel(t.Context())
	other := helper(t, "hang")
	ready := newSignalling("ready")
	other.Output = ready
	done := make(chan Exit, 1)
	go func() { done <- s.Run(ctx, other) }()
	ready.wait(t)

	// Nothing tells whose it is: it lives until the other has ended as well,
	// and is nobody's leak.
	exit, out := output(s, helper(t, "leave", "dswq", "stubborn"))
	require.Equal(t, 0, exit.Code)
	require.Empty(t, exit.Leaked)
	pids := started(t, out)
	orphan := pids[len(pids)-1]
	require.False(t, dead(orphan))
	require.Len(t, s.Processes(), 2)

	// What holds the pipe, or has its token, is known at once.
	for _, way := range []string{"dsw", "dsq"} {
		exit, out = output(s, helper(t, "leave", way, "stubborn"))
		require.Len(t, exit.Leaked, 1, way)
		pids = started(t, out)
		require.True(t, dead(pids[len(pids)-1]))
	}
	require.False(t, dead(orphan))

	cancel()
	exit = <-done
	require.True(t, exit.Canceled)
	require.Empty(t, exit.Leaked)
	require.True(t, dead(orphan))
	left := s.Close()
	require.Len(t, left, 1)
	require.Equal(t, orphan, left[0].PID)
}

func TestForkBomb(t *testing.T) {
	s := supervisor(t)
	c := helper(t, "bomb", "5") // 63 processes, half of them in sessions of their own
	c.Timeout, c.Grace = 300*time.Millisecond, 100*time.Millisecond
	exit, _ := output(s, c)
	require.NoError(t, exit.Err)
	require.True(t, exit.TimedOut)

	exit, _ = output(s, shell(t, `f() { [ $1 -gt 0 ] && { f $(($1-1)) & f $(($1-1)) & }; sleep 60; }; f 6 & exit 3`))
	require.Equal(t, 3, exit.Code)
	require.NotEmpty(t, exit.Leaked)
}

func TestShortLivedOrphansAreReaped(t *testing.T) {
	s := supervisor(t)
	c := shell(t, `i=0; while [ $i -lt 100 ]; do (true &); i=$((i+1)); done; echo ready; sleep 60`)
	ready := newSignalling("ready")
	c.Output = ready
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan Exit, 1)
	go func() { done <- s.Run(ctx, c) }()
	ready.wait(t)
	eventually(t, func() bool { return len(ownChildren()) == 1 }, "zombies are reaped while it runs")
	cancel()
	require.True(t, (<-done).Canceled)
}

func TestFlood(t *testing.T) {
	s := supervisor(t)
	const n = 100 << 20
	c := helper(t, "flood", strconv.Itoa(n))
	capture := NewCapture(64 << 10)
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

func TestOnlyStandardDescriptorsAreInherited(t *testing.T) {
	s := supervisor(t)
	f, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer f.Close()
	for _, stdin := range []string{"", "text"} {
		c := helper(t, "fds")
		c.Stdin = stdin
		_, out := output(s, c)
		require.Equal(t, "0\n1\n2\n", out)
	}
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
	require.Len(t, s.Processes(), 1)
	s.Close()
	exit := <-done
	require.True(t, exit.Canceled)
	exit = s.Run(t.Context(), c)
	require.ErrorIs(t, exit.Err, ErrClosed)
}

func TestCannotStart(t *testing.T) {
	s := supervisor(t)
	script := program(t, "#!/no/such/interpreter -x\n", 0o755)
	for _, test := range []struct {
		name string
		c    Command
		is   error
		says string
	}{
		{"no such program", Command{Path: "/no/such/program"}, fs.ErrNotExist, "/no/such/program: no such file"},
		{"no such interpreter", Command{Path: script}, fs.ErrNotExist, "its #! line names /no/such/interpreter"},
		{"no such folder", Command{Path: "/bin/sh", Dir: "/no/such/folder"}, fs.ErrNotExist, "working directory /no/such/folder"},
		{"a folder", Command{Path: t.TempDir()}, fs.ErrPermission, "it is a folder"},
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

func TestBusyProgramIsTriedAgain(t *testing.T) {
	s := supervisor(t)
	self, err := os.ReadFile("/proc/self/exe")
	require.NoError(t, err)
	file := program(t, string(self), 0o755)
	w, err := os.OpenFile(file, os.O_WRONLY, 0)
	require.NoError(t, err)
	c := helper(t, "cat")
	c.Path = file
	done := make(chan Exit, 1)
	go func() { done <- s.Run(t.Context(), c) }()
	require.ErrorIs(t, exec.Command(file).Run(), syscall.ETXTBSY)
	require.NoError(t, w.Close())
	require.NoError(t, (<-done).Err)
}

func TestManyAtOnce(t *testing.T) {
	s := supervisor(t)
	c := shell(t, "echo $0; exit 3")
	var all sync.WaitGroup
	for i := range 500 {
		all.Go(func() {
			c := c
			c.Argv = []string{"sh", "-c", "echo $0; exit 3", strconv.Itoa(i)}
			c.Timeout = 3 * deadline
			exit, out := output(s, c)
			assert.NoError(t, exit.Err)
			assert.Equal(t, 3, exit.Code)
			assert.Equal(t, strconv.Itoa(i)+"\n", out)
			assert.Empty(t, exit.Leaked)
		})
	}
	all.Wait()
}

// Daemons of many examples at a time: each is blamed on its own.
func TestManyLeaksAtOnce(t *testing.T) {
	s := supervisor(t)
	work := make(chan string)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for way := range work {
				exit, out := output(s, helper(t, "leave", way, "stubborn"))
				assert.Equal(t, 0, exit.Code)
				if assert.Len(t, exit.Leaked, 1, way) {
					pid := exit.Leaked[0].PID
					assert.Contains(t, out, fmt.Sprintf("started %d\n", pid))
					assert.True(t, dead(pid))
				}
			}
		})
	}
	for range 8 {
		for _, way := range []string{"d", "ds", "dsw", "dsq", "dw"} {
			work <- way
		}
	}
	close(work)
	all.Wait()
}

// Without the kernel's lists of children /proc is searched.
func TestWithoutChildrenFiles(t *testing.T) {
	s := supervisor(t)
	closeFD(s.page)
	s.page = -1
	for _, way := range []string{"", "dsw", "dswq"} {
		exit, _ := output(s, helper(t, "leave", way, "stubborn"))
		require.Len(t, exit.Leaked, 1, way)
	}
	c := helper(t, "leave", "swqh", "stubborn")
	c.Timeout, c.Grace = 500*time.Millisecond, 0
	exit, out := output(s, c)
	require.True(t, exit.TimedOut)
	for _, pid := range started(t, out) {
		require.True(t, dead(pid))
	}
}

// Before Linux 5.3 nothing tells a process's end without waiting for it.
func TestWithoutProcessDescriptors(t *testing.T) {
	s := supervisor(t)
	s.noPidFD = true
	exit, out := output(s, shell(t, "echo hello; exit 7"))
	require.Equal(t, 7, exit.Code)
	require.Equal(t, "hello\n", out)
	c := helper(t, "stubborn")
	c.Timeout, c.Grace = 300*time.Millisecond, 0
	exit, _ = output(s, c)
	require.True(t, exit.TimedOut)
	require.Equal(t, "SIGKILL", exit.Signal)
}

func TestChildrenFromBeforeAreLeftAlone(t *testing.T) {
	c := exec.Command("/proc/self/exe")
	c.Env = append(os.Environ(), helperVariable+"=hang")
	require.NoError(t, c.Start())
	t.Cleanup(func() {
		require.NoError(t, c.Process.Kill())
		require.Error(t, c.Wait())
	})
	s := supervisor(t)
	exit, _ := output(s, shell(t, "true"))
	require.Empty(t, exit.Leaked)
	require.Empty(t, s.Close())
	require.False(t, dead(c.Process.Pid))
}

// Another part of the program may use os/exec at the same time.
func TestOtherChildrenAreLeftAlone(t *testing.T) {
	s := supervisor(t)
	hanging := exec.Command("/proc/self/exe")
	hanging.Env = append(os.Environ(), helperVariable+"=hang")
	require.NoError(t, hanging.Start())
	stop := make(chan struct{})
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					assert.NoError(t, exec.Command("/bin/sh", "-c", ":").Run())
				}
			}
		})
	}
	for _, way := range []string{"", "d", "ds", "dsw", "dsq", "dswq"} {
		exit, _ := output(s, helper(t, "leave", way, "hang"))
		assert.NoError(t, exit.Err)
		assert.Len(t, exit.Leaked, 1, way)
	}
	close(stop)
	all.Wait()
	assert.False(t, dead(hanging.Process.Pid))
	require.NoError(t, hanging.Process.Kill())
	require.ErrorContains(t, hanging.Wait(), "killed")
}

func TestHubWithinHub(t *testing.T) {
	t.Setenv(TokenVariable, "outer.1")
	s := supervisor(t)
	_, out := output(s, shell(t, "echo $"+TokenVariable))
	require.Regexp(t, `^outer\.1/[0-9a-f]{24}\.\w+\n$`, out)
	inner := strings.TrimSpace(out)
	_, again := output(s, shell(t, "echo $"+TokenVariable))
	require.NotEqual(t, out, again, "each attempt has a token of its own")
	require.Contains(t, strings.Split(inner, "/"), (&attempt{token: inner}).mark())
}

func TestTerminal(t *testing.T) {
	s := supervisor(t)
	c := shell(t, "exit 6")
	c.Terminal = true
	require.Equal(t, 6, s.Run(t.Context(), c).Code)

	c = shell(t, `ps -o pgid= -p $$ >/dev/null 2>&1; (trap '' TERM; echo $$ > pid; sleep 60) & wait`)
	c.Terminal = true
	c.Timeout, c.Grace = 300*time.Millisecond, 200*time.Millisecond
	exit := s.Run(t.Context(), c)
	require.True(t, exit.TimedOut)
	require.NoError(t, exit.Err)
}
