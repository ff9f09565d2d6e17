package proc

import (
	"os"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
	"github.com/seed-00a9b34c/hub/pkg/supervision"
)

// While everything is stopped the time of an example does not pass.
func TestSuspendStopsTheClock(t *testing.T) {
	s := supervisor(t)
	c := shell(t, "echo ready; read go < pipe") // nothing that waits for a child of vfork, and cannot be stopped
	require.NoError(t, unix.Mkfifo(c.Dir+"/pipe", 0o600))
	c.Timeout = 2 * time.Second
	ready := newSignalling("ready")
	c.Output = ready
	done := make(chan Exit, 1)
	go func() { done <- s.Run(t.Context(), c) }()
	ready.wait(t)
	s.Suspend(func() {
		running := func(p processes.Process) bool { return !p.Stopped }
		eventually(t, func() bool { return !slices.ContainsFunc(processes.Below(processes.Own()[0], processes.All), running) }, "the stop")
		time.Sleep(c.Timeout) // what passes is what is tested
	})
	require.NoError(t, os.WriteFile(c.Dir+"/pipe", []byte("go\n"), 0))
	exit := <-done
	require.NoError(t, exit.Err)
	require.False(t, exit.TimedOut)
	require.Zero(t, exit.Code)
	require.Less(t, exit.Elapsed, c.Timeout)
}

// Nor does that of what is left of it.
func TestSuspendStopsTheLinger(t *testing.T) {
	right := 0
	for range 50 {
		s := supervisor(t)
		c := shell(t, "echo left; (sleep 0.01; :) &")
		left := newSignalling("left")
		c.Output = left
		done := make(chan Exit, 1)
		began := time.Now()
		go func() { done <- s.Run(t.Context(), c) }()
		left.wait(t)
		ran := func() time.Duration { return time.Since(began) }
		var before, after time.Duration
		s.Suspend(func() {
			before = ran()
			time.Sleep(3 * supervision.Linger) // what passes is what is tested
			after = ran()
		})
		exit := <-done
		require.NoError(t, exit.Err)
		if before+ran()-after > supervision.Linger/2 {
			continue // the machine is too busy
		}
		require.Empty(t, exit.Leaked)
		if right++; right == 5 {
			return
		}
	}
	t.Skip("this machine is too busy")
}

// What loses its parent at that moment is stopped too.
func TestSuspendStopsOrphans(t *testing.T) {
	if _, err := exec.LookPath("setsid"); err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "setsid is not installed, and in CI it must be")
		t.Skip("setsid is not installed")
	}
	s := supervisor(t)
	// No more than can be looked at while the machine does other things.
	c := shell(t, "setsid sh -c 'echo ready; i=0; while [ $((i+=1)) -lt 100 ]; do (sleep 60 & sleep 60 &); done; wait; sleep 60' & wait")
	c.Timeout = 0
	ready := newSignalling("ready")
	c.Output = ready
	done := make(chan Exit, 1)
	go func() { done <- s.Run(t.Context(), c) }()
	ready.wait(t)
	pid := s.busy()[0].pid
	for range 20 {
		s.Suspend(func() {
			// One that waits for a child of vfork cannot stop; that child is stopped.
			runs := func(p processes.Process) bool { return !p.Stopped && p.Name != "sh" }
			eventually(t, func() bool { return !slices.ContainsFunc(processes.Below(pid, processes.All), runs) }, "the stop")
		})
	}
	s.KillAll()
	require.True(t, (<-done).Canceled)
}

// A supervisor process whose example has not started has nothing to stop, itself
// least of all.
func TestSuspendBeforeTheStart(t *testing.T) {
	s := supervisor(t)
	file := program(t, "#!/bin/sh\nread -r slack </proc/self/timerslack_ns\necho $slack\n", 0o755)
	w, err := os.OpenFile(file, os.O_WRONLY, 0) // the system starts nothing that is written to
	require.NoError(t, err)
	c := Command{Path: file, Dir: t.TempDir()}
	s.Warm(1)
	done, out := make(chan Exit, 1), ""
	go func() {
		var exit Exit
		exit, out = output(s, c)
		done <- exit
	}()
	eventually(t, func() bool { return len(s.busy()) > 0 && s.busy()[0].asked() }, "the request")
	suspended := make(chan bool)
	go s.Suspend(func() { close(suspended) })
	for waiting := true; waiting; time.Sleep(time.Millisecond) {
		for _, pid := range processes.Own() {
			p, _ := processes.Read(pid)
			assert.False(t, p.Stopped, "%+v", p)
		}
		select {
		case <-suspended:
			waiting = false
		default:
		}
	}
	require.NoError(t, w.Close())
	if exit := <-done; exit.Err != nil { // the machine was slow
		require.ErrorIs(t, exit.Err, syscall.ETXTBSY)
		return
	}
	_, again := output(s, c)
	require.Equal(t, again, out, "what is urgent has no timer slack, and started the example")
}

// asked reports whether the supervisor process has read a request.
func (w *worker) asked() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	unread, err := unix.IoctlGetInt(w.fd, unix.SIOCOUTQ)
	return w.serial != 0 && err == nil && unread == 0
}

// What is said of an attempt at once after the request reaches it too, though the
// supervisor process reads both in one go.
func TestKilledTogetherWithTheRequest(t *testing.T) {
	s := supervisor(t)
	s.Warm(1)
	w, fresh, err := s.take(false)
	require.NoError(t, err)
	require.False(t, fresh)
	require.NoError(t, unix.Kill(w.pid, unix.SIGSTOP)) // hub lets it go on when it is silent
	c := shell(t, "sleep 60")
	require.True(t, w.ask(&c))
	exit, _, err := w.run(t.Context(), &c, s.kills.Load()-1)
	s.release(w)
	require.NoError(t, err)
	require.True(t, exit.Canceled, "%+v", exit)
	require.False(t, exit.TimedOut)
}
