//go:build unix

package proc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
	"github.com/seed-00a9b34c/hub/pkg/supervision"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// Supervisor runs examples, each below a supervisor process, and answers for
// every process that they start. Its methods may be called from many goroutines.
type Supervisor struct {
	group   int  // hub's process group
	noPidFD bool // do without process descriptors

	// starting is held for reading while a supervisor process is started or gets an
	// example, and for writing by what must know them all.
	starting sync.RWMutex
	warming  sync.Mutex // held while Warm starts supervisor processes

	mu        sync.Mutex
	closed    bool
	serial    uint64
	workers   map[*worker]bool // all that live
	idle      []*worker
	untidy    bool // a supervisor process left something that it could not kill
	runs      sync.WaitGroup
	kills     atomic.Uint64 // how often KillAll was called
	deaths    int           // of supervisor processes that may have taken a request
	suspended bool          // see Suspend
	files     uint64        // see openFiles
	desk      desk
	soon      soon

	reaper
}

// NewSupervisor prepares this process to contain others. There can be one at a
// time in a process. Close it at the end.
func NewSupervisor() (*Supervisor, error) {
	s := &Supervisor{group: unix.Getpgrp(), workers: map[*worker]bool{}}
	s.soon.init()
	s.desk.open()
	if err := s.adopt(); err != nil {
		return nil, fmt.Errorf("preparing to contain processes: %w", err)
	}
	return s, nil
}

// Warm starts supervisor processes ahead of the first Runs, until there are as many as
// are to run at a time. After Close it starts none.
func (s *Supervisor) Warm(workers int) {
	s.warming.Lock()
	defer s.warming.Unlock()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.runs.Add(1) // Close waits, and ends them
	defer s.runs.Done()
	there := len(s.workers)
	s.mu.Unlock()
	for range workers - there {
		w, err := s.hire(false)
		if err != nil {
			return // the Run that needs it returns the error
		}
		s.release(w)
	}
}

// Run starts c and returns when it and all its descendants have ended: at the
// latest after Timeout, Grace, twice [supervision.Linger] and, for what resists SIGKILL,
// two seconds. Nothing of the Run is left then, whatever the example did.
func (s *Supervisor) Run(ctx context.Context, c Command) Exit {
	if ctx.Err() != nil {
		return canceledBeforeStart(ctx)
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return failed(fmt.Errorf("starting %s: %w", c.Path, ErrClosed))
	}
	s.runs.Add(1)
	kills := s.kills.Load() // before Close can kill
	s.mu.Unlock()
	defer s.runs.Done()
	var w *worker
	if c.Turn != nil {
		var err error
		if w, err = s.queue(ctx, &c); err != nil {
			exit := failed(fmt.Errorf("not started: %w", err))
			exit.Canceled = true
			return exit
		}
	}
	for {
		var fresh bool
		var err error
		if w == nil {
			if w, fresh, err = s.take(c.Terminal); err != nil {
				return failed(want.Starting(fmt.Errorf("starting %s: %w", c.Path, err)))
			}
			if !w.ask(&c) {
				err = errUnused
			}
		}
		exit, on := failed(nil), false
		if err == nil {
			exit, on, err = w.run(ctx, &c, kills)
		}
		if err == nil {
			if !on {
				s.release(w)
			}
			return exit
		}
		left := s.bury(w)
		switch {
		case errors.Is(err, errUnused) && fresh:
			// The Go runtime found no memory or threads for its start.
			exit.Err = want.Starting(fmt.Errorf("starting %s: %w (%s): %w", c.Path, err, w.fate, want.Err))
		case errors.Is(err, errUnused): // it ended while it had nothing to do
			w = nil
			continue
		default:
			exit.Err = fmt.Errorf("%w (%s)", err, w.fate)
			exit.Leaked = supervision.Names(left)
		}
		return exit
	}
}

// take returns a free supervisor process, and whether it was started for this;
// terminal: one that can hand over hub's terminal.
func (s *Supervisor) take(terminal bool) (w *worker, fresh bool, err error) {
	s.mu.Lock()
	if n := len(s.idle); n > 0 && !terminal {
		w, s.idle = s.idle[n-1], s.idle[:n-1]
	}
	s.mu.Unlock()
	if w == nil {
		w, err = s.hire(terminal)
		return w, true, err
	}
	return w, false, nil
}

// release gives a supervisor process back, and ends it if it is of no more use.
func (s *Supervisor) release(w *worker) {
	if w.terminal || w.left {
		s.bury(w)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, w)
}

// hire starts a supervisor process.
func (s *Supervisor) hire(terminal bool) (*worker, error) {
	s.starting.RLock()
	defer s.starting.RUnlock()
	w, err := startWorker(s, terminal)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workers[w] = true
	s.files = cmp.Or(s.files, w.files)
	return w, nil
}

// bury ends a supervisor process, unless it has ended, and kills what it leaves,
// which it returns.
func (s *Supervisor) bury(w *worker) (found []processes.Process) {
	w.end()
	done, orderly := w.reap()
	for until := time.Now().Add(supervision.KillBound); !done && time.Now().Before(until); done, orderly = w.reap() {
		// It is on its way, or what it left traces it.
		if time.Sleep(time.Millisecond); time.Until(until) < supervision.KillBound-reapBound {
			found, _ = s.sweep(s.group)
		}
	}
	s.mu.Lock()
	delete(s.workers, w)
	if !w.left { // else it took no request
		s.deaths++
	}
	s.untidy = s.untidy || !orderly
	s.mu.Unlock()
	if !orderly {
		more, _ := s.sweep(s.group)
		found = append(found, more...)
	}
	return found
}

// reapBound is how long a supervisor process that was killed has to be a zombie.
const reapBound = 50 * time.Millisecond

// KillAll ends every example that runs now at once, also one in its grace.
// Their Runs return with Canceled set.
func (s *Supervisor) KillAll() {
	s.kills.Add(1)
	s.takeBack()
	for _, w := range s.busy() {
		w.notify(supervision.FrameKill, 0)
	}
}

// busy returns the supervisor processes that run an example, or are about to.
func (s *Supervisor) busy() []*worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*worker
	for w := range s.workers {
		if !slices.Contains(s.idle, w) {
			out = append(out, w)
		}
	}
	return out
}

// Suspend stops every example that runs, calls stop, which stops this process
// and returns when it is continued, and continues the examples. Meanwhile their
// clocks are stopped, and nothing is started. An example that has hub's terminal
// gets Ctrl-Z itself, and may ignore it; then its clock runs on.
func (s *Supervisor) Suspend(stop func()) {
	s.starting.Lock()
	defer s.starting.Unlock()
	s.suspend(true)
	var stopped []*worker
	for _, w := range s.busy() {
		if w.notify(supervision.FrameSuspend, 0) {
			stopped = append(stopped, w)
		}
	}
	for _, w := range stopped {
		w.awaitStop()
	}
	stop()
	s.suspend(false)
	for _, w := range s.busy() {
		w.notify(supervision.FrameGo, 0)
	}
}

// suspend notes whether all is stopped, and clears the desk.
func (s *Supervisor) suspend(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.suspended = on
	s.desk.clear()
}

// Close ends what is left of any example, the running ones included, and the
// supervisor processes. It returns what cannot be killed. Nothing can be started
// afterwards; and nothing may be started by other means while it works.
func (s *Supervisor) Close() []Process {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.KillAll()
	s.runs.Wait()
	s.mu.Lock()
	idle := s.idle
	s.idle = nil
	s.mu.Unlock()
	for _, w := range idle {
		w.dismiss() // all at once
	}
	for _, w := range idle {
		s.bury(w)
	}
	var alive []processes.Process
	if s.untidy {
		_, alive = s.sweep(0)
	}
	s.desk.close()
	s.resign()
	return supervision.Names(alive)
}

// ownProgram is the file to start a supervisor process from.
func ownProgram() string {
	const running = "/proc/self/exe" // also when the file was replaced meanwhile
	if _, err := os.Stat(running); err == nil {
		return running
	}
	file, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return file
}
