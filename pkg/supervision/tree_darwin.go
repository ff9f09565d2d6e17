package supervision

import (
	"fmt"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// memoryUnit is the unit of the memory in a usage record, in bytes.
const memoryUnit = 1

// kernel is empty: containment on macOS is best effort. What left the group of
// its example and lost its parent is not found.
type kernel struct{}

func (v *supervision) prepare() error {
	for fd := LinkFD; fd <= TerminalFD+2; fd++ {
		unix.CloseOnExec(fd)
	}
	return nil
}

// empty reports whether the example has ended, which is reaped then, and nothing
// is left of its group.
func (v *supervision) empty() bool {
	c := &v.c
	if len(v.survivors()) > 0 {
		return false
	}
	for !c.reaped {
		var status syscall.WaitStatus
		var used syscall.Rusage
		pid, err := syscall.Wait4(c.pid, &status, unix.WNOHANG, &used)
		switch {
		case err == unix.EINTR:
		case err != nil:
			c.reaped = true
		case pid == 0:
			return false
		default:
			v.reap(status)
			v.count(&used)
		}
	}
	return true
}

// ownPeak is the most memory that this process had so far, in bytes.
func (v *supervision) ownPeak() int64 { return usedPeak() }

func (v *supervision) hurry(bool) {}

// bent: one process cannot change another's limits.
func (v *supervision) bent() bool { return false }

// reapThemselves does nothing: what loses its parent is not ours.
func reapThemselves(bool) {}

// survivors returns the living members of the example's group besides its own
// process.
func (v *supervision) survivors() []processes.Process {
	if !v.c.own {
		return nil
	}
	var out []processes.Process
	for _, p := range processes.List("kern.proc.pgrp", v.c.pid) {
		if p.PID != v.c.pid && !p.Dead {
			out = append(out, p)
		}
	}
	return out
}

// signalAll sends sig to everything that is known of the example.
func (v *supervision) signalAll(sig unix.Signal) {
	below := processes.Below(v.c.pid)
	v.signalGroup(sig)
	_ = unix.Kill(v.c.pid, sig)
	for _, p := range below {
		p.Signal(sig)
	}
}

// exterminate kills the survivors, which are the group.
func (v *supervision) exterminate() { v.signalGroup(unix.SIGKILL) }

// stop stops everything that is known of the example.
func (v *supervision) stop() { v.signalAll(unix.SIGSTOP) }

// bury does nothing: what loses its parent is not ours.
func (v *supervision) bury() (left, more bool) { return true, false }

// stopped reports whether a process of the example is.
func (v *supervision) stopped() bool {
	is := func(p processes.Process) bool { return p.Stopped }
	return slices.ContainsFunc(processes.List("kern.proc.pid", v.c.pid), is) || slices.ContainsFunc(processes.Below(v.c.pid), is)
}

// stoppedToo reports whether a process of the example is stopped. That one was,
// and has gone on, is not known here.
func (v *supervision) stoppedToo() bool { return v.stopped() }

// There is no clock: an attempt is judged by when its end is noticed.
func (*supervision) setClock(time.Duration) {}
func (*supervision) clearClock()            {}

// overran reports whether the end of the process was noticed so late that this
// one must have been stopped, and the time over.
func (*supervision) overran(late time.Duration) bool { return late > stopGap }

// The system does not report what it kills because memory ran out.
func (*supervision) oomKillsBefore(time.Time) uint64 { return 0 }
func (*supervision) outOfMemory(uint64) bool         { return false }

func (v *supervision) watchable(*syscall.SysProcAttr) {}

// watchExit makes c.exit readable when the process has ended, which is not
// reaped by that.
func (v *supervision) watchExit(*syscall.SysProcAttr) error {
	kq, err := unix.Kqueue()
	if err != nil {
		return fmt.Errorf("making a kernel queue: %w", err)
	}
	unix.CloseOnExec(kq)
	var event unix.Kevent_t
	unix.SetKevent(&event, v.c.pid, unix.EVFILT_PROC, unix.EV_ADD|unix.EV_ONESHOT)
	event.Fflags = unix.NOTE_EXIT
	_, err = unix.Kevent(kq, []unix.Kevent_t{event}, nil, nil)
	if err == nil {
		v.c.exit = kq
		return nil
	}
	closeFD(kq)
	if err != unix.ESRCH {
		return fmt.Errorf("watching process %d: %w", v.c.pid, err)
	}
	// It has ended already. A pipe without a writer is always ready.
	var fds [2]int
	if err := pipe(&fds); err != nil {
		return err
	}
	closeFD(fds[1])
	v.c.exit = fds[0]
	return nil
}
