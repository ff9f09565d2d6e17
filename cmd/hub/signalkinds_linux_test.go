package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/status"
)

// plainly is the environment of a hub whose user has no wish about stacks; 'go
// test' has one.
func plainly() []string {
	return slices.DeleteFunc(outsideCI(os.Environ()), func(v string) bool { return strings.HasPrefix(v, "GOTRACEBACK=") })
}

// held is a command that waits for something which the test has in its hand.
type held struct {
	root    string
	cmd     *exec.Cmd
	stderr  strings.Builder
	release func()
}

// hold starts a command of hub in a session of its own, and returns when it waits:
// a run for its example, a list for a reader of its answer, and what writes for
// the lock.
func hold(t *testing.T, env []string, args ...string) *held {
	t.Helper()
	h := &held{root: tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\n",
		"examples/1.sh": "echo $$ >pid.new; mv pid.new pid\nread x <gate\n",
	})}
	open := gate(t, h.root)
	h.cmd = exec.Command(buildHub(t), args...)
	h.cmd.Dir, h.cmd.Env, h.cmd.Stderr = h.root, env, &h.stderr
	h.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	there := func() bool { return false }
	switch args[0] {
	case "all":
		there = func() bool { _, err := os.Stat(filepath.Join(h.root, "pid")); return err == nil }
		h.release = open
	case "list":
		r, w, err := os.Pipe()
		require.NoError(t, err)
		full(t, w)
		h.cmd.Stdout = w
		t.Cleanup(func() { _ = w.Close(); _ = r.Close() })
		there = func() bool { return writes(h.cmd.Process.Pid, 1) }
		h.release = func() { require.NoError(t, w.Close()); go func() { _, _ = r.WriteTo(discard{}) }() }
	case "clean":
		require.NoError(t, os.Mkdir(filepath.Join(h.root, ".hub"), 0o755))
		lock, err := status.Open(filepath.Join(h.root, ".hub", "status.json"), time.Now).Lock(t.Context(), 0)
		require.NoError(t, err)
		h.release = func() { require.NoError(t, lock.Unlock()) }
		there = opened(t, filepath.Join(h.root, ".hub", "lock"))
	}
	require.NoError(t, h.cmd.Start())
	t.Cleanup(func() {
		if h.cmd.ProcessState == nil {
			_ = h.cmd.Process.Kill()
			_ = h.cmd.Wait()
		}
	})
	waitFor(t, strings.Join(args, " "), there)
	return h
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// full fills a pipe.
func full(t *testing.T, w *os.File) {
	t.Helper()
	fd := int(w.Fd()) // blocking from here on
	require.NoError(t, unix.SetNonblock(fd, true))
	for _, size := range []int{4096, 1} {
		for err := error(nil); err == nil; {
			_, err = unix.Write(fd, make([]byte, size))
		}
	}
	require.NoError(t, unix.SetNonblock(fd, false))
}

// writes reports whether a thread of the process is in write(2) on fd.
func writes(pid, fd int) bool {
	want := strconv.Itoa(unix.SYS_WRITE) + " 0x" + strconv.Itoa(fd) + " "
	names, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/syscall")
	return slices.ContainsFunc(names, func(name string) bool {
		text, _ := os.ReadFile(name)
		return strings.HasPrefix(string(text), want)
	})
}

// opened reports whether somebody has opened the file since.
func opened(t *testing.T, path string) func() bool {
	t.Helper()
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	require.NoError(t, err)
	t.Cleanup(func() { _ = unix.Close(fd) })
	_, err = unix.InotifyAddWatch(fd, path, unix.IN_OPEN)
	require.NoError(t, err)
	return func() bool {
		n, _ := unix.Read(fd, make([]byte, 4096))
		return n > 0
	}
}

type reaction int

const (
	ignores reaction = iota
	interrupts
	breaks
	suspends
)

// reactions is what hub is to do at every signal that can be caught.
func reactions() map[string]reaction {
	out := map[string]reaction{}
	for r, names := range map[reaction]string{
		ignores:    "SIGUSR1 SIGUSR2 SIGALRM SIGVTALRM SIGPROF SIGIO SIGURG SIGCHLD SIGCONT SIGWINCH SIGPIPE SIGXFSZ",
		interrupts: "SIGINT SIGTERM SIGHUP SIGQUIT SIGXCPU SIGPWR",
		breaks:     "SIGABRT SIGSEGV SIGILL SIGBUS SIGFPE SIGTRAP SIGSYS SIGSTKFLT",
		suspends:   "SIGTSTP SIGTTIN SIGTTOU",
	} {
		for _, name := range strings.Fields(names) {
			out[name] = r
		}
	}
	return out
}

// Every signal that can be caught, at a run, at a command that answers and at the
// one that a git hook calls: none prints stacks, and none is taken for a usage
// error.
func TestEverySignal(t *testing.T) {
	t.Parallel()
	for name, want := range reactions() {
		sig := unix.SignalNum(name)
		if sig == 0 {
			continue // not on this machine
		}
		for _, args := range [][]string{{"all", "-q", "--report=json:r.json"}, {"list"}, {"clean", "--silent", "--older-than=30d"}} {
			t.Run(name+" "+args[0], func(t *testing.T) {
				t.Parallel()
				h := hold(t, plainly(), args...)
				run := args[0] == "all"
				require.NoError(t, h.cmd.Process.Signal(sig))
				if want == ignores || want == suspends {
					h.release()
				}
				err := h.cmd.Wait()
				told := h.stderr.String()
				assert.NotContains(t, told, "goroutine")
				switch want {
				case ignores, suspends: // there is nobody who could let it go on
					assert.NoError(t, err, told)
					assert.Empty(t, told)
				case breaks:
					assert.Equal(t, exitTrouble, code(t, err), told)
					assert.Equal(t, 1, strings.Count(told, "hub: "+name+" was sent to hub"), told)
				case interrupts:
					if status := h.cmd.ProcessState.Sys().(syscall.WaitStatus); !run && status.Signaled() {
						assert.Equal(t, sig, status.Signal())
						break
					}
					assert.Equal(t, exitSignal+int(sig), code(t, err), told)
				}
				if !run {
					return
				}
				report := loadReport(t, filepath.Join(h.root, "r.json"))
				require.Len(t, report.Results, 1)
				switch want {
				case ignores, suspends:
					assert.Equal(t, hub.VerdictGood, report.Verdict())
				case breaks:
					assert.Equal(t, hub.VerdictTrouble, report.Verdict())
					require.Len(t, report.Problems, 1)
					assert.Equal(t, hub.ProblemCrash, report.Problems[0].Kind)
					assert.Equal(t, hub.StatusInterrupted, report.Results[0].Status)
				case interrupts:
					assert.Equal(t, hub.VerdictInterrupted, report.Verdict())
					assert.Equal(t, name, report.End.Signal)
					assert.Equal(t, hub.StatusInterrupted, report.Results[0].Status)
				}
			})
		}
	}
}

// A developer who asks for the stacks gets them.
func TestADeveloperGetsTheStacks(t *testing.T) {
	h := hold(t, append(plainly(), "GOTRACEBACK=single"), "list")
	require.NoError(t, h.cmd.Process.Signal(syscall.SIGABRT))
	assert.Equal(t, exitUsage, code(t, h.cmd.Wait()), "the Go runtime's")
	assert.Contains(t, h.stderr.String(), "goroutine")
}
