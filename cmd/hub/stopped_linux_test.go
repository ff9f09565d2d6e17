package main

import (
	"fmt"
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

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// stoppable is a run of one example that may be stopped, and what it wrote.
type stoppable struct {
	t       *testing.T
	root    string
	cmd     *exec.Cmd
	out     strings.Builder
	began   time.Time
	example int // process ID
}

// limit is the timeout of the example that is stopped.
const limit = 1500 * time.Millisecond

// startStoppable starts hub, with the arguments before those for a report, and an
// example that ends when the file go is there.
func startStoppable(t *testing.T, args ...string) *stoppable {
	t.Helper()
	s := &stoppable{t: t, root: tree(t, map[string]string{
		"hub.yaml":      "sources: [{path: examples}]\nrun: {timeout: " + limit.String() + ", grace: 1s}\n",
		"examples/a.sh": "echo $$ >pid.new; mv pid.new pid\nwhile [ ! -e go ]; do :; done\necho done\n",
	})}
	if args == nil {
		args = []string{"all"}
	}
	s.cmd = exec.Command(buildHub(t), append(args, "--report=json:report.json")...)
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a shell starts a job
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.root, &s.out, &s.out
	require.NoError(t, s.cmd.Start())
	t.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			_ = s.cmd.Process.Kill()
			_ = s.cmd.Wait()
		}
	})
	s.await("the example's start", func() bool {
		text, err := os.ReadFile(filepath.Join(s.root, "pid"))
		if err == nil {
			s.example, err = strconv.Atoi(strings.TrimSpace(string(text)))
		}
		return err == nil
	})
	s.began = time.Now() // or a little before
	// The supervisor process sets the clock when the example has run for a moment.
	s.await("the clock", func() bool {
		timers, err := filepath.Glob(fmt.Sprintf("/proc/%d/fdinfo/*", s.hub()[1]))
		require.NoError(t, err)
		return slices.ContainsFunc(timers, func(file string) bool {
			text, err := os.ReadFile(file)
			return err == nil && strings.Contains(string(text), "it_value: (") && !strings.Contains(string(text), "it_value: (0, 0)")
		})
	})
	return s
}

// await waits for what other processes do.
func (s *stoppable) await(what string, there func() bool) {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); !there(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("waited in vain for %s\n%s", what, &s.out)
		}
	}
}

// signal sends sig and waits until the process is in one of the states.
func (s *stoppable) signal(pid int, sig syscall.Signal, states string) {
	s.t.Helper()
	require.NoError(s.t, syscall.Kill(pid, sig))
	if states != "" {
		s.await(sig.String(), func() bool { return strings.Contains(states, state(pid)) })
	}
}

// hub is hub's process, and the supervisor process below which the example runs.
func (s *stoppable) hub() []int {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(s.example) + "/stat")
	require.NoError(s.t, err)
	_, rest, _ := strings.Cut(string(text), ") ")
	supervisor, err := strconv.Atoi(strings.Fields(rest)[1])
	require.NoError(s.t, err)
	return []int{s.cmd.Process.Pid, supervisor}
}

// state is the state that the system gives a process, such as T when it is
// stopped; none once it is gone.
func state(pid int) string {
	text, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	_, rest, _ := strings.Cut(string(text), ") ")
	return rest[:min(1, len(rest))]
}

// goOn lets the example end.
func (s *stoppable) goOn() {
	require.NoError(s.t, os.WriteFile(filepath.Join(s.root, "go"), nil, 0o644))
}

// overdue waits until the example's time is over.
func (s *stoppable) overdue() {
	s.await("the end of its time", func() bool { return time.Since(s.began) > limit+500*time.Millisecond })
}

// result waits for hub's end.
func (s *stoppable) result(exit int) hub.Result {
	s.t.Helper()
	assert.Equal(s.t, exit, code(s.t, s.cmd.Wait()), &s.out)
	run := loadReport(s.t, filepath.Join(s.root, "report.json"))
	require.Len(s.t, run.Results, 1)
	return run.Results[0]
}

const sleeping, stopped = "RSD", "T"

func TestAnExampleStoppedOverItsTimeoutIsATimeout(t *testing.T) {
	once(t)
	s := startStoppable(t)
	s.signal(s.example, syscall.SIGSTOP, stopped)
	r := s.result(exitFailed)
	require.NotNil(t, r.Error)
	assert.Equal(t, hub.ErrTimeout, r.Error.Type)
	assert.Contains(t, r.Error.Message, "it was stopped")
}

// Hub does not run when the time is over, and the example runs on.
func TestAnExampleThatOverranWhileHubWasStoppedIsATimeout(t *testing.T) {
	once(t)
	s := startStoppable(t)
	both := s.hub()
	for _, pid := range both {
		s.signal(pid, syscall.SIGSTOP, stopped)
	}
	s.overdue()
	s.goOn()
	s.await("its end", func() bool { return state(s.example) == "Z" })
	for _, pid := range both {
		s.signal(pid, syscall.SIGCONT, "")
	}
	r := s.result(exitFailed)
	require.NotNil(t, r.Error)
	assert.Equal(t, hub.ErrTimeout, r.Error.Type)
	assert.Equal(t, "timed out after 1.5s; hub itself was stopped or had no CPU at the time, and the example ended on its own", r.Error.Message)
}

// Its supervisor process keeps the time while hub is stopped.
func TestAnExampleThatOverrunsWhileHubIsStoppedIsATimeout(t *testing.T) {
	once(t)
	s := startStoppable(t)
	s.signal(s.cmd.Process.Pid, syscall.SIGSTOP, stopped)
	s.await("its end", func() bool { return state(s.example) == "" })
	s.signal(s.cmd.Process.Pid, syscall.SIGCONT, sleeping)
	r := s.result(exitFailed)
	require.NotNil(t, r.Error)
	assert.Equal(t, hub.ErrTimeout, r.Error.Type)
}

// What ended in time has passed, however late hub gets to see it.
func TestAnExampleThatEndedInTimeWhileHubWasStoppedHasPassed(t *testing.T) {
	once(t)
	s := startStoppable(t)
	both := s.hub()
	for _, pid := range both {
		s.signal(pid, syscall.SIGSTOP, stopped)
	}
	s.goOn()
	s.await("its end", func() bool { return state(s.example) == "Z" })
	if time.Since(s.began) > limit {
		t.Skip("this machine is too busy to end in time")
	}
	s.overdue()
	for _, pid := range both {
		s.signal(pid, syscall.SIGCONT, "")
	}
	assert.Equal(t, hub.StatusCompleted, s.result(exitGood).Status)
}

// While all are stopped, as by a batch system, the clock is, whoever goes on first.
func TestTheClockIsStoppedWhileBothAre(t *testing.T) {
	once(t)
	for _, hubFirst := range []bool{true, false} {
		s := startStoppable(t)
		order := append(s.hub(), s.example)
		supervisor := order[1]
		for _, pid := range order {
			s.signal(pid, syscall.SIGSTOP, stopped)
		}
		s.overdue()
		if !hubFirst {
			slices.Reverse(order)
		}
		for _, pid := range order {
			s.signal(pid, syscall.SIGCONT, "")
		}
		s.await("the clock to be set back", func() bool { return ticking(supervisor) })
		s.goOn()
		r := s.result(exitGood)
		assert.Equal(t, hub.StatusCompleted, r.Status)
		assert.Less(t, r.Seconds, limit.Seconds(), "the time for which both were stopped does not count")
	}
}

// A supervisor process that somebody stops is let go on.
func TestAStoppedSupervisorGoesOn(t *testing.T) {
	once(t)
	s := startStoppable(t)
	supervisor := s.hub()[1]
	require.NoError(t, syscall.Kill(supervisor, syscall.SIGSTOP))
	s.goOn()
	assert.Equal(t, hub.StatusCompleted, s.result(exitGood).Status)
}

// ticking reports whether one of the process's timers is set.
func ticking(pid int) bool {
	infos, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/fdinfo/*")
	for _, name := range infos {
		text, _ := os.ReadFile(name)
		if _, left, ok := strings.Cut(string(text), "it_value: "); ok && !strings.HasPrefix(left, "(0, 0)") {
			return true
		}
	}
	return false
}

// Where nobody could let it go on, as in a container, hub is not stopped.
func TestCtrlZWithoutAShellChangesNothing(t *testing.T) {
	s := &stoppable{t: t, root: tree(t, map[string]string{"examples/a.sh": "kill -TSTP $PPID\necho done\n"})}
	s.cmd = exec.Command(buildHub(t), "all", "--report=json:report.json")
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.root, &s.out, &s.out
	require.NoError(t, s.cmd.Start())
	assert.Equal(t, hub.StatusCompleted, s.result(exitGood).Status)
}
