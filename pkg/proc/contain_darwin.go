package proc

import (
	"fmt"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// containment on macOS is best effort: what left the group of its example and
// lost its parent is not found.
type containment struct {
	given []Process // what could not be killed
}

// The states SSTOP and SZOMB of a kinfo_proc.
const halted, zombie = 4, 5

func (s *Supervisor) contain() error { return nil }
func (s *Supervisor) release()       {}

// oomKills: the system does not tell.
func (s *Supervisor) oomKills(*attempt) uint64                  { return 0 }
func (s *Supervisor) oomKillsBefore(*attempt, time.Time) uint64 { return 0 }

func (s *Supervisor) reap(a *attempt, exit *Exit) bool {
	if len(s.survivors(a)) > 0 {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reapLocked(a, exit)
}

// survivors returns the living members of the attempt's group besides its own
// process.
func (s *Supervisor) survivors(a *attempt) []process {
	if !a.own {
		return nil
	}
	var out []process
	for _, p := range list("kern.proc.pgrp", a.pid) {
		if p.pid != a.pid && !p.dead {
			out = append(out, p)
		}
	}
	return out
}

func list(args string, id ...int) []process {
	infos, err := unix.SysctlKinfoProcSlice(args, id...)
	if err != nil {
		return nil // ESRCH: the group has no member left
	}
	out := make([]process, 0, len(infos))
	for _, k := range infos {
		out = append(out, process{
			pid:   int(k.Proc.P_pid),
			ppid:  int(k.Eproc.Ppid),
			group: int(k.Eproc.Pgid),
			start: uint64(k.Proc.P_starttime.Sec)*1e6 + uint64(k.Proc.P_starttime.Usec),
			name:  unix.ByteSliceToString(k.Proc.P_comm[:]),
			dead:  k.Proc.P_stat == zombie,

			stopped: k.Proc.P_stat == halted,
		})
	}
	return out
}

// parent is the parent's process ID; 0 when it is not known.
func parent(pid int) int {
	if found := list("kern.proc.pid", pid); len(found) == 1 {
		return found[0].ppid
	}
	return 0
}

func processName(pid int) string {
	if found := list("kern.proc.pid", pid); len(found) == 1 {
		return found[0].name
	}
	return ""
}

// descendants lists what has the attempt's process as an ancestor.
func (s *Supervisor) descendants(a *attempt) []process {
	byParent := map[int][]process{}
	for _, p := range list("kern.proc.all") {
		if !p.dead {
			byParent[p.ppid] = append(byParent[p.ppid], p)
		}
	}
	var out []process
	seen := map[int]bool{a.pid: true}
	for queue := []int{a.pid}; len(queue) > 0; queue = queue[1:] {
		for _, p := range byParent[queue[0]] {
			if !seen[p.pid] {
				seen[p.pid] = true
				out, queue = append(out, p), append(queue, p.pid)
			}
		}
	}
	return out
}

// signal sends sig to the attempt's process group; to its process and the
// descendants of that when they share hub's group. The process is not reaped
// yet, so that its ID and its group's are still its own.
func (s *Supervisor) signal(a *attempt, sig unix.Signal) {
	if a.own {
		_ = unix.Kill(-a.pid, sig)
		return
	}
	s.signalAll(a, sig)
}

// signalAll sends sig to everything that is known of the attempt.
func (s *Supervisor) signalAll(a *attempt, sig unix.Signal) {
	below := s.descendants(a)
	if a.own {
		_ = unix.Kill(-a.pid, sig)
	}
	_ = unix.Kill(a.pid, sig)
	for _, p := range below {
		_ = unix.Kill(p.pid, sig)
	}
}

// signalThese sends sig to the attempt's survivors, which are its group.
func (s *Supervisor) signalThese(a *attempt, _ []process, sig unix.Signal) {
	if a.own {
		_ = unix.Kill(-a.pid, sig)
	}
}

func (s *Supervisor) reapStrays()       {}
func (s *Supervisor) strays() []Process { return nil }
func (s *Supervisor) forsake(*attempt)  {}
func (s *Supervisor) forget(*attempt)   {}
func (s *Supervisor) sweep() []Process  { return s.given }

func pipe(fds *[2]int, nonblock bool) error {
	syscall.ForkLock.RLock() // no fork may come between the two steps
	defer syscall.ForkLock.RUnlock()
	if err := unix.Pipe(fds[:]); err != nil {
		return err
	}
	for _, fd := range fds {
		unix.CloseOnExec(fd)
		if nonblock {
			if err := unix.SetNonblock(fd, true); err != nil {
				closeFD(fds[0])
				closeFD(fds[1])
				return err
			}
		}
	}
	return nil
}

// poll waits until one of fds is ready, at most for wait in whole
// milliseconds, rounded up.
func poll(fds []unix.PollFd, wait time.Duration) (int, error) {
	ms := (max(0, wait) + time.Millisecond - 1) / time.Millisecond
	return unix.Poll(fds, int(ms))
}

func (s *Supervisor) watchable(*syscall.SysProcAttr) {}

// watchExit makes a.exit readable when the process has ended, which is not
// reaped by that.
func (s *Supervisor) watchExit(a *attempt, _ *syscall.SysProcAttr) error {
	kq, err := unix.Kqueue()
	if err != nil {
		return fmt.Errorf("making a kernel queue: %w", err)
	}
	unix.CloseOnExec(kq)
	var event unix.Kevent_t
	unix.SetKevent(&event, a.pid, unix.EVFILT_PROC, unix.EV_ADD|unix.EV_ONESHOT)
	event.Fflags = unix.NOTE_EXIT
	_, err = unix.Kevent(kq, []unix.Kevent_t{event}, nil, nil)
	if err == nil {
		a.exit = kq
		return nil
	}
	closeFD(kq)
	if err != unix.ESRCH {
		return fmt.Errorf("watching process %d: %w", a.pid, err)
	}
	// It has ended already. A pipe without a writer is always ready.
	var fds [2]int
	if err := pipe(&fds, false); err != nil {
		return err
	}
	closeFD(fds[1])
	a.exit = fds[0]
	return nil
}

// stopped reports whether a process of the attempt is.
func (s *Supervisor) stopped(a *attempt) bool {
	is := func(p process) bool { return p.stopped }
	return slices.ContainsFunc(list("kern.proc.pid", a.pid), is) || slices.ContainsFunc(s.descendants(a), is)
}

// clock is not needed here: an attempt is judged by when hub looks.
type clock struct{}

func (clock) free()                     {}
func (*attempt) setClock(time.Duration) {}
func (*attempt) clearClock()            {}

// overran reports whether hub noticed the end of the process so late that it
// must have been stopped, and the time over.
func (*attempt) overran(late time.Duration) bool { return late > stopGap }

// stoppedToo reports whether a process of the attempt is stopped. That one was,
// and has gone on, is not known here.
func (s *Supervisor) stoppedToo(a *attempt) bool { return s.stopped(a) }
