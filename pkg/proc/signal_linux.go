package proc

import (
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// signal sends sig to the attempt's process group; to its process and the
// descendants of that when they share hub's group. The process is not reaped
// yet, so that its ID and its group's are still its own.
func (s *Supervisor) signal(a *attempt, sig unix.Signal) {
	if a.own {
		_ = unix.Kill(-a.pid, sig) // fails when the group is empty
		return
	}
	below := s.descendants(a)
	_ = unix.Kill(a.pid, sig)
	for _, p := range below {
		p.signal(sig)
	}
}

// signalAll sends sig to everything that is known of the attempt.
func (s *Supervisor) signalAll(a *attempt, sig unix.Signal) {
	all := append(s.descendants(a), s.survivors(a)...)
	if a.own {
		_ = unix.Kill(-a.pid, sig)
	}
	_ = unix.Kill(a.pid, sig) // it may have joined another group
	for _, p := range all {
		p.signal(sig)
	}
}

// stopped reports whether a process of the attempt is.
func (s *Supervisor) stopped(a *attempt) bool {
	p, _ := readStat(a.pid)
	return p.stopped || slices.ContainsFunc(s.descendants(a), func(p process) bool { return p.stopped })
}

// descendants lists what has the attempt's process as an ancestor.
func (s *Supervisor) descendants(a *attempt) []process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.below(s.family(), a.pid, a.token, nil)
}

// signalThese sends sig to the attempt's survivors.
func (s *Supervisor) signalThese(a *attempt, list []process, sig unix.Signal) {
	if sig == unix.SIGKILL {
		if a.own {
			_ = unix.Kill(-a.pid, sig)
		}
		s.kill(list)
		return
	}
	for _, p := range list {
		p.signal(sig)
	}
}

// kill kills processes, and at once the groups of those that left our session:
// such a session has only descendants in it. A group goes down in one step,
// which is what ends a fork bomb.
func (s *Supervisor) kill(list []process) {
	for _, p := range list {
		if p.pid == p.group && p.session != s.session {
			p.signalAs(unix.SIGKILL, -p.pid)
		}
		p.signal(unix.SIGKILL)
	}
}

func (p process) signal(sig unix.Signal) { p.signalAs(sig, p.pid) }

// signalAs sends sig to the target that p stands for, if p is still the
// process that it was.
func (p process) signalAs(sig unix.Signal, target int) {
	fd, err := unix.PidfdOpen(p.pid, 0)
	if err == nil {
		defer closeFD(fd)
	}
	now, ok := readStat(p.pid)
	if !ok || now.start != p.start || p.pid == os.Getpid() {
		return
	}
	if err == nil && target == p.pid {
		_ = unix.PidfdSendSignal(fd, sig, nil, 0)
		return
	}
	_ = unix.Kill(target, sig) // it may have ended by itself
}
