package proc

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// What only Linux has, by name where there is one.
func TestExitSignalsOfLinux(t *testing.T) {
	s := supervisor(t)
	for sig, name := range map[unix.Signal]string{unix.SIGSTKFLT: "SIGSTKFLT", unix.SIGIO: "SIGIO", unix.SIGPWR: "SIGPWR", 40: "SIG40"} {
		exit, _ := output(s, shell(t, fmt.Sprintf("kill -%d $$; sleep 60", int(sig))))
		require.Equal(t, -1, exit.Code)
		require.Equal(t, name, exit.Signal)
	}
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

func TestBusyProgramIsTriedAgain(t *testing.T) {
	s := supervisor(t)
	text, err := os.ReadFile(self())
	require.NoError(t, err)
	file := program(t, string(text), 0o755)
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
	for i := range 50 {
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
	c := exec.Command(self())
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
	hanging := exec.Command(self())
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
