//go:build unix

package proc

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/supervision"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// errUnused is why an example was not started: its supervisor process ended before
// it had read the request.
var errUnused = errors.New("the supervisor process ended before it got the example")

const (
	// tick is how often hub checks on a silent supervisor process.
	tick = time.Second
	// soonOver bounds the short examples, beside which hub's own work counts.
	soonOver = 4 * time.Millisecond
	// farewell is how long a dismissed supervisor process has to end.
	farewell = 5 * time.Second
	// late is how much longer than the bounds of an attempt its supervisor process
	// may take, and overdue how long it may take to kill after that.
	late, overdue = 5 * time.Second, 10 * time.Second
	// stops is how often per attempt a stopped supervisor process is continued.
	stops = 10
)

// worker is hub's side of a supervisor process.
type worker struct {
	s        *Supervisor
	pid      int
	fd       int // the socket to it
	terminal bool
	files    uint64 // see openFiles
	left     bool   // it is of no more use: it could not kill what is below it, or was changed
	in       frames.Inbox
	fate     string          // how it ended, for errors
	watched  context.Context // see watch
	unwatch  func() bool

	mu        sync.Mutex      // guards what is sent, and:
	ctx       context.Context // of the attempt that it runs, once its Run is there; nil: none
	serial    uint64          // of the attempt that it runs; 0: none
	uncertain bool            // a reset of the socket does not mean that the request is unread, see died
	stopped   chan struct{}   // gets that the attempt was stopped; closed when it is over
}

// startWorker starts a supervisor process.
func startWorker(s *Supervisor, terminal bool) (*worker, error) {
	ends, err := socketpair(unix.SOCK_STREAM)
	if err != nil {
		return nil, fmt.Errorf("making a socket: %w", err)
	}
	defer closeFD(ends[1])
	null, err := unix.Open("/dev/null", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		closeFD(ends[0])
		return nil, fmt.Errorf("opening the null device: %w", err)
	}
	defer closeFD(null)
	files := []uintptr{supervision.LinkFD: uintptr(ends[1]), supervision.DeskFD: uintptr(null)}
	files[0], files[1], files[2] = uintptr(null), uintptr(null), uintptr(null)
	if s.desk.ends[1] >= 0 {
		files[supervision.DeskFD] = uintptr(s.desk.ends[1])
	}
	if terminal {
		files = append(files, 0, 1, 2)
	}
	for option, d := range map[int]time.Duration{unix.SO_RCVTIMEO: soonOver, unix.SO_SNDTIMEO: tick} {
		every := unix.NsecToTimeval(d.Nanoseconds())
		if err := unix.SetsockoptTimeval(ends[0], unix.SOL_SOCKET, option, &every); err != nil {
			closeFD(ends[0])
			return nil, fmt.Errorf("preparing a socket: %w", err)
		}
	}
	// A group of its own: what is sent to hub's is not for it. Where hub's has no
	// number, for its leader is outside of this PID namespace, it is the way for the
	// example into that.
	sys := &syscall.SysProcAttr{Setpgid: !terminal || s.group != 0}
	goOnWithoutHub(sys)
	pid, err := lazily(func(more ...string) (int, error) {
		return syscall.ForkExec(ownProgram(), []string{supervision.Name}, &syscall.ProcAttr{Env: append(supervision.Environ(), more...), Files: files, Sys: sys})
	})
	if err != nil {
		closeFD(ends[0])
		return nil, fmt.Errorf("starting a supervisor process: %w", err)
	}
	return &worker{s: s, pid: pid, fd: ends[0], terminal: terminal, files: openFiles(pid)}, nil
}

// run follows the attempt of c to its end. on: the process has gone on with the
// attempt of another Run, and belongs to that. An error is errUnused or
// ErrSupervisor, and then the process is of no more use.
func (w *worker) run(ctx context.Context, c *Command, kills uint64) (exit Exit, on bool, err error) {
	began := time.Now()
	w.watch(ctx)
	if w.s.kills.Load() != kills {
		w.notify(supervision.FrameKill, 0)
	}
	end := supervision.Report{Exit: Exit{Code: -1}}
	err = w.attend(c, &end)
	w.mu.Lock()
	w.ctx = nil
	stopped := w.stopped
	w.mu.Unlock()
	w.left = end.Left
	if err == nil && end.Next != 0 {
		if on = w.s.hand(w, c.Turn, end.Next); !on {
			w.left = true // no Run waits for what it runs now
		}
	}
	if !on {
		w.mu.Lock()
		w.serial = 0
		w.mu.Unlock()
	}
	close(stopped)
	if err != nil {
		end.Began, end.Elapsed = began, time.Since(began)
		return end.Exit, false, err
	}
	exit = end.Exit
	switch {
	case end.Errno != 0 && end.Text == "":
		exit.Err = want.Starting(programs.Explain(programs.Start{Path: c.Path, Dir: c.Dir, Argv: c.Argv, Env: c.Env}, end.Errno))
	case end.Errno != 0:
		exit.Err = want.Starting(fmt.Errorf("starting %s: %s: %w", c.Path, end.Text, end.Errno))
	case end.Text != "" && end.Left:
		exit.Err = fmt.Errorf("%w: %s", ErrUnended, end.Text)
	case end.Text != "":
		exit.Err = errors.New(end.Text)
	}
	return exit, on, nil
}

// ask sends the supervisor process its example.
func (w *worker) ask(c *Command) bool {
	w.s.starting.RLock() // not while everything is stopped
	defer w.s.starting.RUnlock()
	w.s.mu.Lock()
	q := w.s.request(c)
	w.s.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.send(supervision.FrameRun, q.Encode(nil)) {
		return false
	}
	w.begin(q.Serial, false)
	return true
}

// request is c for a supervisor process. s.mu is held.
func (s *Supervisor) request(c *Command) supervision.Request {
	s.serial++
	q := supervision.Request{
		Serial: s.serial, Path: c.Path, Dir: c.Dir, Argv: c.Argv, Env: c.Env, Stdin: c.Stdin,
		Timeout: c.Timeout, Grace: c.Grace, Terminal: c.Terminal, NoPidFD: s.noPidFD,
		GoOn: c.Turn != nil, Files: s.files,
	}
	if c.Terminal {
		q.Group = s.group
	}
	return q
}

// begin notes which attempt it runs. read: it has read the request. w.mu is held.
func (w *worker) begin(serial uint64, read bool) {
	w.serial, w.uncertain, w.stopped = serial, read, make(chan struct{}, 1)
}

// attend reads frames of the supervisor process until the attempt is over.
func (w *worker) attend(c *Command, end *supervision.Report) error {
	output := c.Output
	bound := time.Duration(0)
	if c.Timeout > 0 {
		bound = c.Timeout + c.Grace + 2*supervision.Linger + 2*supervision.KillBound + late
	}
	looks := looker{w: w, bound: bound}
	for {
		kind, payload, ok := w.in.Next()
		if !ok {
			if w.in.Longer(supervision.FrameMost) {
				return ErrSupervisor
			}
			n, err := w.in.Fill(w.read)
			if err == unix.EAGAIN {
				if looks.look() {
					continue
				}
				return ErrSupervisor
			}
			if n <= 0 {
				return w.died(err)
			}
			continue
		}
		switch kind {
		case supervision.FrameOutput:
			if output != nil {
				if _, err := output.Write(payload); err != nil {
					output = nil
				}
			}
		case supervision.FrameSuspend:
			select {
			case w.stopped <- struct{}{}:
			default: // it is noted already
			}
		case supervision.FrameExit:
			if !end.Decode(payload) {
				*end = supervision.Report{Exit: Exit{Code: -1}}
				return ErrSupervisor
			}
			return nil
		default:
			return ErrSupervisor
		}
	}
}

// died returns the error for the end of the socket, which was read as err. A socket
// that is closed with unread data is reset: where only the request was sent, it is
// unread, and the example was not started.
func (w *worker) died(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == unix.ECONNRESET && !w.uncertain {
		return errUnused
	}
	return ErrSupervisor
}

// notify sends a frame about an attempt, if that is the one that runs; 0: whichever
// runs. It reports whether it was sent.
func (w *worker) notify(kind byte, serial uint64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.serial == 0 || serial != 0 && serial != w.serial {
		return false
	}
	w.uncertain = true
	return w.send(kind, binary.LittleEndian.AppendUint64(nil, w.serial))
}

// awaitStop waits until the example is stopped, or has ended and what took its place
// is stopped.
func (w *worker) awaitStop() {
	late := time.After(supervision.KillBound)
	for {
		w.mu.Lock()
		runs, stopped := w.serial != 0, w.stopped
		w.mu.Unlock()
		if !runs {
			return
		}
		select {
		case _, is := <-stopped:
			if is {
				return
			}
		case <-late:
			return
		}
	}
}

// send sends a frame. w.mu is held.
func (w *worker) send(kind byte, payload []byte) bool {
	frame := frames.Append(nil, kind, payload)
	looks := looker{w: w}
	for waited := time.Duration(0); len(frame) > 0; {
		n, err := unix.Write(w.fd, frame)
		switch {
		case n > 0:
			frame = frame[n:]
		case err == unix.EAGAIN:
			if waited += tick; waited > overdue || !looks.look() {
				return false
			}
		case err != unix.EINTR:
			return false
		}
	}
	return true
}

// read waits for a frame at most for a tick, and for the end of a short example
// without the Go runtime, see [soon].
func (w *worker) read(buf []byte) (int, error) {
	if n, err := w.s.soon.read(w.fd, buf); err != unix.EAGAIN {
		return n, err
	}
	p := []unix.PollFd{{Fd: int32(w.fd), Events: unix.POLLIN}}
	if n, err := unix.Poll(p, int(tick.Milliseconds())); n <= 0 {
		if err == nil {
			err = unix.EAGAIN
		}
		return -1, err
	}
	return unix.Read(w.fd, buf)
}
