package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// atTerminal is hub at a terminal of its own: a pseudo terminal whose other end
// is a [screen].
//
// Note: it is opened here, by the system calls that are at hand, and not by a
// library: on one system that is less than what a library has to be asked for.
type atTerminal struct {
	t             *testing.T
	master, slave *os.File
	cmd           *exec.Cmd
	before        *unix.Termios
	read          chan struct{} // closed when all is read

	mu     sync.Mutex
	screen *screen
	raw    strings.Builder
}

// withFD does something with the descriptor of a file that stays pollable.
func withFD(t *testing.T, f *os.File, do func(fd int) error) {
	t.Helper()
	conn, err := f.SyscallConn()
	require.NoError(t, err)
	var failed error
	require.NoError(t, conn.Control(func(fd uintptr) { failed = do(int(fd)) }))
	require.NoError(t, failed)
}

// openTerminal opens both ends of a pseudo terminal.
func openTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo terminals here: %v", err)
	}
	t.Cleanup(func() { _ = master.Close() })
	number := 0
	withFD(t, master, func(fd int) (err error) {
		if err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err == nil {
			number, err = unix.IoctlGetInt(fd, unix.TIOCGPTN)
		}
		return err
	})
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	return master, slave
}

// startAt starts hub in root at a terminal of that many columns.
func startAt(t *testing.T, s *screen, root string, env []string, args ...string) *atTerminal {
	t.Helper()
	return startProgramAt(t, s, root, env, buildHub(t), args...)
}

// startProgramAt starts another program so, which is to start hub.
func startProgramAt(t *testing.T, s *screen, root string, env []string, program string, args ...string) *atTerminal {
	t.Helper()
	master, slave := openTerminal(t)
	a := &atTerminal{t: t, master: master, slave: slave, screen: s, read: make(chan struct{})}
	a.resize(s.columns)
	a.before = a.modes()
	a.cmd = exec.Command(program, args...)
	a.cmd.Dir = root
	a.cmd.Stdin, a.cmd.Stdout, a.cmd.Stderr = slave, slave, slave
	a.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	for _, v := range os.Environ() {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "TERM", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI":
		default:
			a.cmd.Env = append(a.cmd.Env, v)
		}
	}
	a.cmd.Env = append(a.cmd.Env, env...)
	require.NoError(t, a.cmd.Start())
	t.Cleanup(func() {
		if a.cmd.ProcessState == nil {
			_ = a.cmd.Process.Kill()
		}
	})
	go func() {
		defer close(a.read)
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			a.mu.Lock()
			a.raw.Write(buf[:n])
			a.screen.write(string(buf[:n]))
			a.mu.Unlock()
			if err != nil { // EIO: the other end was closed
				return
			}
		}
	}()
	return a
}

// modes are those of the terminal: echo, lines, signals.
func (a *atTerminal) modes() (modes *unix.Termios) {
	withFD(a.t, a.slave, func(fd int) (err error) {
		modes, err = unix.IoctlGetTermios(fd, unix.TCGETS)
		return err
	})
	return modes
}

// resize is what a terminal does when its window is: its own lines first, and
// then the programs are told.
func (a *atTerminal) resize(columns int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.screen.columns != columns {
		a.screen.resize(columns)
	}
	withFD(a.t, a.master, func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 10, Col: uint16(columns)})
	})
}

// until waits for what the screen is to show.
func (a *atTerminal) until(what string, holds func(s *screen) bool) {
	a.t.Helper()
	seen := func() bool {
		a.mu.Lock()
		defer a.mu.Unlock()
		return holds(a.screen)
	}
	if !assert.Eventually(a.t, seen, 30*time.Second, 2*time.Millisecond, "not seen: %s", what) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.t.Fatalf("on the screen:\n%s", strings.Join(a.screen.text(), "\n"))
	}
}

// key types lines, or Ctrl-C after them, and waits until the terminal has taken it: lines are
// there to be read then, and Ctrl-C has sent its signal and dropped them.
func (a *atTerminal) key(typed string) {
	a.t.Helper()
	_, err := a.master.WriteString(typed)
	require.NoError(a.t, err)
	waitFor(a.t, "the terminal to take a key", func() bool {
		var unread int
		withFD(a.t, a.slave, func(fd int) (err error) {
			unread, err = unix.IoctlGetInt(fd, unix.TIOCINQ)
			return err
		})
		return (unread == 0) == (typed == "\x03")
	})
}

// signals sends them to hub.
func (a *atTerminal) signals(all ...unix.Signal) {
	a.t.Helper()
	for _, sig := range all {
		require.NoError(a.t, a.cmd.Process.Signal(sig))
	}
}

// end waits for hub, returns its exit code and all that it left on the screen,
// and sees to it that the terminal is as it was.
func (a *atTerminal) end() (exit int, lines []string) {
	a.t.Helper()
	exit = code(a.t, a.cmd.Wait())
	assert.Equal(a.t, a.before, a.modes(), "the terminal's modes")
	require.NoError(a.t, a.slave.Close())
	<-a.read
	lines = a.screen.text()
	assert.Empty(a.t, a.screen.strange)
	assert.Empty(a.t, a.screen.partial)
	assert.False(a.t, a.screen.styled, "no colour is left on")
	assert.Zero(a.t, a.screen.col, "the prompt begins a line")
	assert.Empty(a.t, lines[len(lines)-1], "nothing is left in the last line")
	return exit, lines[:len(lines)-1]
}

// gated are examples of which the last two wait until their gates are opened.
func gated(t *testing.T) (root string, open func()) {
	root = tree(t, map[string]string{
		"hub.yaml":                 "sources: [{path: examples}]\nrun: {timeout: 5m, grace: 100ms}\n",
		"examples/1-passes.sh":     "echo fine\n",
		"examples/2-fails.sh":      "echo it broke; exit 1\n",
		"examples/3-waits.sh":      "read x <gate3; echo three\n",
		"examples/4-waits-long.sh": "read x <gate4; echo four\n",
	})
	for _, gate := range []string{"gate3", "gate4"} {
		require.NoError(t, unix.Mkfifo(filepath.Join(root, gate), 0o600))
	}
	return root, func() {
		for _, gate := range []string{"gate3", "gate4"} {
			require.NoError(t, os.WriteFile(filepath.Join(root, gate), []byte("go\n"), 0o600)) // when it is being read
		}
	}
}
