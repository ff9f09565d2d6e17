package proc

import (
	"slices"
	"sync"

	"golang.org/x/sys/windows"
)

// Supervisor runs examples and answers for every process that they start. Its
// methods may be called from many goroutines.
type Supervisor struct {
	mu      sync.Mutex
	closed  bool
	serial  int
	running map[*job]struct{}
	found   []Process
	runs    sync.WaitGroup
}

// NewSupervisor prepares this process to contain others. Close it at the end.
func NewSupervisor() (*Supervisor, error) {
	return &Supervisor{running: map[*job]struct{}{}}, nil
}

// KillAll ends every example that runs now at once, also one in its grace.
// Their Runs return with Canceled set.
func (s *Supervisor) KillAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for j := range s.running {
		j.kill()
	}
}

// Processes lists the running examples' processes, sorted by process ID.
func (s *Supervisor) Processes() []Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Process
	for j := range s.running {
		out = append(out, j.processes()...)
	}
	slices.SortFunc(out, byPID)
	return out
}

func byPID(a, b Process) int { return a.PID - b.PID }

// Close ends whatever is left of any example, the running ones included. It
// returns what could not be killed. Nothing can be started afterwards.
func (s *Supervisor) Close() []Process {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.KillAll()
	s.runs.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.found
	s.found = nil
	return found
}

// enter counts a Run in; false when the supervisor is closed.
func (s *Supervisor) enter() (serial int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, false
	}
	s.runs.Add(1)
	s.serial++
	return s.serial, true
}

func (s *Supervisor) add(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running[j] = struct{}{}
	if s.closed {
		j.kill()
	}
}

// remove forgets a job and closes it, which kills what is in it.
func (s *Supervisor) remove(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, j)
	s.found = append(s.found, j.processes()...)
	_ = windows.CloseHandle(j.handle)
}
