package proc

import (
	"sync"

	"golang.org/x/sys/windows"
)

// Supervisor runs examples and answers for every process that they start. Its
// methods may be called from many goroutines.
type Supervisor struct {
	mu      sync.Mutex
	closed  bool
	running map[*job]struct{}
	found   []Process
	runs    sync.WaitGroup
}

// NewSupervisor prepares this process to contain others. Close it at the end.
func NewSupervisor() (*Supervisor, error) {
	return &Supervisor{running: map[*job]struct{}{}}, nil
}

// Warm does nothing: there is nothing to start ahead here.
func (s *Supervisor) Warm(int) {}

// KillAll ends every example that runs now at once, also one in its grace.
// Their Runs return with Canceled set.
func (s *Supervisor) KillAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for j := range s.running {
		j.kill()
	}
}

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
func (s *Supervisor) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.runs.Add(1)
	return true
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

// Extent says in a line how far containment goes on this system.
func Extent() string { return "full: each example has a job object, and all that is in it is killed" }

// Containment is nil: nothing leaves a job object.
func (s *Supervisor) Containment() error { return nil }

// Suspend calls stop: there is no signal that suspends a program here.
func (s *Supervisor) Suspend(stop func()) { stop() }
