//go:build unix

package proc

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// process is one process as it was seen.
type process struct {
	pid, ppid, group int
	//lint:ignore U1000 only Linux tells it
	session int
	start   uint64 // tells processes of one ID apart
	name    string
	dead    bool // a zombie
	stopped bool
}

// names returns what a Leaked list tells of processes.
func names(list []process) []Process {
	var out []Process
	for _, p := range list {
		out = append(out, Process{PID: p.pid, Name: p.name})
	}
	slices.SortFunc(out, byPID)
	return out[:min(len(out), maxLeaked)]
}

// reapLocked reaps the attempt's process, which is a zombie, and fills exit.
// It reports whether it did. s.mu is held.
func (s *Supervisor) reapLocked(a *attempt, exit *Exit) bool {
	var status syscall.WaitStatus
	var usage syscall.Rusage
	pid, err := syscall.Wait4(a.pid, &status, syscall.WNOHANG, &usage)
	for err == syscall.EINTR {
		pid, err = syscall.Wait4(a.pid, &status, syscall.WNOHANG, &usage)
	}
	if err == nil && pid == 0 {
		return false
	}
	delete(s.running, a.pid)
	exit.Code = -1
	if err != nil { // someone else in this process reaped it
		exit.Err = fmt.Errorf("waiting for process %d: %w", a.pid, err)
		return true
	}
	switch {
	case status.Exited():
		exit.Code = status.ExitStatus()
	case status.Signaled():
		if exit.Signal = unix.SignalName(status.Signal()); exit.Signal == "" {
			exit.Signal = fmt.Sprintf("SIG%d", int(status.Signal()))
		}
		exit.CoreDumped = status.CoreDump()
	}
	exit.CPU = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	exit.MaxRSS = usage.Maxrss
	if runtime.GOOS != "darwin" {
		exit.MaxRSS *= 1024
	}
	return true
}

// bury reaps the attempt's process at the end of settle.
func (s *Supervisor) bury(a *attempt, exit *Exit) {
	end := time.Now().Add(killBound)
	for {
		s.mu.Lock()
		done := s.reapLocked(a, exit)
		s.mu.Unlock()
		if done {
			break
		}
		// Only when its end could not be noticed: it was killed, and lives.
		if time.Now().After(end) {
			s.abandon(a)
			break
		}
		time.Sleep(time.Millisecond)
	}
	s.forget(a)
}

// abandon gives up a process that cannot be killed.
func (s *Supervisor) abandon(a *attempt) {
	s.mu.Lock()
	delete(s.running, a.pid)
	s.given = append(s.given, Process{PID: a.pid, Name: processName(a.pid)})
	s.mu.Unlock()
	s.forget(a)
}
