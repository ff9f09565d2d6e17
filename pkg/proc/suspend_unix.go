//go:build unix

package proc

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// stopWait is how long a process that shares hub's group, and got the terminal's
// signal itself, has to stop.
const stopWait = 100 * time.Millisecond

// Suspend stops every example that runs, calls stop, which stops this process
// and returns when it goes on, and lets the examples go on. Meanwhile their
// clocks are stopped, and nothing is started. A process that has hub's terminal
// stops by itself or not, as it takes Ctrl-Z; when it does not, its clock runs.
func (s *Supervisor) Suspend(stop func()) {
	s.suspending.Lock()
	defer s.suspending.Unlock()
	s.starting.Lock()
	defer s.starting.Unlock()
	begin := time.Now()
	s.mu.Lock()
	var all []*attempt
	for _, a := range s.running {
		all = append(all, a)
	}
	s.mu.Unlock()
	var stopped []*attempt
	for _, a := range all {
		if a.own {
			s.signalTree(a, unix.SIGSTOP)
		} else if !s.awaitStop(a) {
			continue
		}
		stopped = append(stopped, a)
	}
	stop()
	for _, a := range stopped {
		a.suspended += time.Since(begin)
		s.signalTree(a, unix.SIGCONT)
	}
}

// awaitStop waits until the attempt's process is stopped, and reports whether it
// is in time.
func (s *Supervisor) awaitStop(a *attempt) bool {
	for end := time.Now().Add(stopWait); !s.stopped(a); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

// signalTree sends sig to the attempt's group and to its descendants.
func (s *Supervisor) signalTree(a *attempt, sig unix.Signal) {
	below := s.descendants(a)
	target := a.pid
	if a.own {
		target = -a.pid
	}
	_ = unix.Kill(target, sig) // it may have ended by itself
	for _, p := range below {
		_ = unix.Kill(p.pid, sig)
	}
}

// suspension waits until no Suspend is under way, and returns for how long the
// attempt was suspended since this was last asked.
func (s *Supervisor) suspension(a *attempt) time.Duration {
	s.suspending.RLock()
	defer s.suspending.RUnlock()
	d := a.suspended
	a.suspended = 0
	return d
}

// JobControlled reports whether somebody in this session, a shell, can let this
// process go on when it is stopped: the system stops no other at Ctrl-Z.
func JobControlled() bool {
	session, err := unix.Getsid(0)
	if err != nil {
		return false
	}
	group := unix.Getpgrp()
	for pid := os.Getppid(); pid > 1; pid = parent(pid) {
		of, err := unix.Getpgid(pid)
		if err != nil {
			return false
		}
		if of != group {
			in, err := unix.Getsid(pid)
			return err == nil && in == session
		}
	}
	return false
}
