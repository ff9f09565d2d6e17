//go:build unix

package proc

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Supervisor runs examples and answers for every process that they start. Its
// methods may be called from many goroutines.
type Supervisor struct {
	null   int    // the null device, for reading
	token  string // prefix of every attempt's token
	serial atomic.Uint64
	kills  atomic.Uint64 // how often KillAll was called

	// starting is held for reading from before a fork until the child is
	// registered: whoever holds it for writing knows all examples' processes.
	starting sync.RWMutex

	// suspending is held for writing while examples are suspended: whoever judges
	// by the time waits for it.
	suspending sync.RWMutex

	// mu guards what follows, and is held while children of ours are listed or
	// reaped: the kernel's list may skip entries when it shrinks meanwhile.
	mu      sync.Mutex
	closed  bool
	running map[int]*attempt // by process ID, from the start to the reaping
	idle    []*attempt       // for reuse
	found   []Process        // killed, and not attributed to one attempt
	runs    sync.WaitGroup

	containment
}

// attempt is one Run: its process, and the means to wait for it, which are
// used again by later Runs.
type attempt struct {
	token string
	kills uint64 // Supervisor.kills when it started
	pid   int
	own   bool   // it leads a process group of its own
	inode uint64 // of the output pipe; 0 when not yet needed

	out, in, exit int // pipe ends and exit descriptor; -1 when closed
	wake          [2]int
	clock         clock
	suspended     time.Duration // not yet asked for; Supervisor.suspending guards it
	stdin         string
	env           []string
	polls         [places]unix.PollFd
	buf           []byte
}

// NewSupervisor prepares this process to contain others. There can be one at a
// time in a process. Close it at the end.
func NewSupervisor() (*Supervisor, error) {
	null, err := unix.Open(os.DevNull, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("opening the null device: %w", err)
	}
	s := &Supervisor{null: null, running: map[int]*attempt{}}
	var random [12]byte
	rand.Read(random[:]) // never fails
	s.token = fmt.Sprintf("%x.", random)
	if outer := os.Getenv(TokenVariable); outer != "" {
		// This is a hub within a hub: the outer one must know our examples too.
		s.token = outer + "/" + s.token
	}
	if err := s.contain(); err != nil {
		closeFD(null)
		return nil, fmt.Errorf("preparing to contain processes: %w", err)
	}
	return s, nil
}

// KillAll ends every example that runs now at once, also one in its grace.
// Their Runs return with Canceled set.
func (s *Supervisor) KillAll() {
	s.kills.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.running {
		a.rouse()
	}
}

// Processes lists the running examples' processes and what is known to have
// outlived one, sorted by process ID.
func (s *Supervisor) Processes() []Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Process
	for pid := range s.running {
		out = append(out, Process{PID: pid, Name: processName(pid)})
	}
	out = append(out, s.strays()...)
	slices.SortFunc(out, byPID)
	return out
}

func byPID(a, b Process) int { return a.PID - b.PID }

// Close kills and reaps whatever is left of any example, the running ones
// included. It returns what it found, and what was killed before without being
// attributable to one example. Nothing can be started afterwards.
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
	left := s.sweep()

	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.idle {
		a.free()
	}
	s.idle = nil
	closeFD(s.null)
	s.release()
	out := append(s.found, left...)
	slices.SortFunc(out, byPID)
	return out
}

// take returns an attempt that is ready to be started. Whoever got one gives
// it back.
func (s *Supervisor) take() (*attempt, error) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, ErrClosed
	}
	s.runs.Add(1)
	var a *attempt
	if n := len(s.idle); n > 0 {
		a, s.idle = s.idle[n-1], s.idle[:n-1]
	}
	s.mu.Unlock()
	if a == nil {
		a = &attempt{buf: make([]byte, 64<<10)}
		if err := pipe(&a.wake, true); err != nil {
			s.runs.Done()
			return nil, fmt.Errorf("making a pipe: %w", err)
		}
	}
	a.token = s.token + strconv.FormatUint(s.serial.Add(1), 36)
	a.kills = s.kills.Load()
	a.pid, a.inode, a.suspended = 0, 0, 0
	a.out, a.in, a.exit = -1, -1, -1
	return a, nil
}

// give keeps a for the next Run.
func (s *Supervisor) give(a *attempt) {
	defer s.runs.Done()
	a.hush()
	a.stdin = ""
	clear(a.env)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		a.free()
		return
	}
	s.idle = append(s.idle, a)
}

// rouse makes the attempt's poll return. A full pipe does that already.
func (a *attempt) rouse() { _, _ = unix.Write(a.wake[1], []byte{0}) }

// hush takes back what rouse wrote.
func (a *attempt) hush() {
	var buf [16]byte
	for {
		n, err := unix.Read(a.wake[0], buf[:])
		if err != unix.EINTR && n < len(buf) {
			return
		}
	}
}

func (a *attempt) free() {
	closeFD(a.wake[0])
	closeFD(a.wake[1])
	a.clock.free()
}

// watch makes the end of ctx rouse the attempt until the returned function is
// called, which waits for a rouse that is under way: the attempt's descriptors
// belong to another Run afterwards.
func (a *attempt) watch(ctx context.Context) func() {
	if ctx.Done() == nil {
		return func() {}
	}
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		a.rouse()
	})
	return func() {
		if !stop() {
			<-done
		}
	}
}

// environment returns env with the attempt's token.
func (a *attempt) environment(env []string) []string {
	a.env = a.env[:0]
	for _, e := range env {
		if !strings.HasPrefix(e, TokenVariable+"=") {
			a.env = append(a.env, e)
		}
	}
	a.env = append(a.env, TokenVariable+"="+a.token)
	return a.env
}

// closeFD closes a descriptor that was only read from, or whose reader is
// gone: an error of that could tell nothing.
func closeFD(fd int) {
	if fd >= 0 {
		_ = syscall.Close(fd)
	}
}
