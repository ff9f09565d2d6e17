//go:build unix

package supervision

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
	"github.com/seed-00a9b34c/hub/pkg/jobs"
)

// Name is the name of a supervisor process (argv[0]), by which this program recognises
// that it is one. [Environ] is its environment.
const Name = "hub: supervisor of one example at a time"

// Descriptors of a supervisor process.
const (
	LinkFD     = 3 // the socket to hub
	DeskFD     = 4 // the desk: a socket from which each reads a whole request, or the null device
	TerminalFD = 5 // hub's own stdin, stdout and stderr, where an example gets the terminal
)

// A supervisor process is this program, started anew. It takes its place here,
// before the rest of the program is initialised: what that costs would be paid
// by each of them, and it has no use for it.
func init() {
	if len(os.Args) == 1 && os.Args[0] == Name {
		serve()
	}
}

// outputBuffer is how much output is read at a time.
const outputBuffer = 64 << 10

// DeskMost bounds a request on the desk: what a supervisor process has room for.
const DeskMost = outputBuffer

// Environ is the environment of a supervisor process; on Linux that may have
// [SlackVariable] too.
func Environ() []string {
	return []string{"GOMAXPROCS=1", "GOTRACEBACK=none", "GODEBUG=asyncpreemptoff=1", "GORACE=atexit_sleep_ms=0"}
}

// supervision is a supervisor process: a child subreaper (on Linux) that runs
// one example at a time. It works on its first thread alone, and has no child but
// what an example left, so that whatever is below it belongs to the example that it
// runs.
type supervision struct {
	in     frames.Inbox
	out    []byte // for hub, and not yet sent
	gone   bool   // hub is
	null   int    // the null device
	buf    []byte // for the output
	c      child  // the example that runs, or ran last
	peak   int64  // of its own memory, in bytes, as far as known, see measured
	starts starter
	kernel
}

// serve does what hub asks for until that is gone, and never returns.
func serve() {
	jobs.KeepIgnored() // for the examples
	v := &supervision{null: 0, buf: make([]byte, outputBuffer)}
	v.starts.prepare()
	if v.prepare() == nil {
		for v.await() {
			for v.attempt() {
			}
		}
	}
	if v.c.end.Left {
		syscall.Exit(1)
	}
	syscall.Exit(0)
}

// await waits for the next request and reports whether there is one.
func (v *supervision) await() bool {
	for !v.gone {
		for {
			kind, payload, ok := v.in.Next()
			if !ok {
				break
			}
			if kind == FrameRun { // other frames are about an attempt that is over
				v.renew(payload)
				return true
			}
		}
		v.receive()
	}
	return false
}

// renew makes v.c the example of a request.
func (v *supervision) renew(payload []byte) {
	v.c = child{Request: v.c.Request}
	v.c.Decode(payload)
}

// receive waits for frames of hub.
func (v *supervision) receive() {
	if n, _ := v.in.Fill(func(buf []byte) (int, error) { return read(LinkFD, buf) }); n <= 0 {
		v.gone = true
	}
}

// link waits for the socket to be ready, at most for wait, and serves it.
func (v *supervision) link(wait time.Duration, events int16) {
	p := []unix.PollFd{{Fd: LinkFD, Events: unix.POLLIN | events}}
	if n, err := poll(p, wait); err == nil && n > 0 {
		v.exchange(p[0].Revents)
	}
}

// exchange reads from the socket and writes to it, as it is ready to.
func (v *supervision) exchange(events int16) {
	if events&(unix.POLLIN|unix.POLLHUP|unix.POLLERR) != 0 {
		v.receive()
	}
	v.flush()
}

// flush sends what the socket takes at once.
func (v *supervision) flush() {
	for len(v.out) > 0 && !v.gone {
		n, err := sendNow(LinkFD, v.out)
		switch {
		case n > 0:
			v.out = v.out[:copy(v.out, v.out[n:])]
		case err == unix.EAGAIN:
			return
		case err != unix.EINTR:
			v.gone = true
		}
	}
}

// attempt runs the example of the request and sends its report. It reports whether
// there is another request to go on with.
func (v *supervision) attempt() bool {
	e := v.run()
	next := 0
	if v.c.GoOn && !e.Left && !v.gone {
		next = Take(DeskFD, v.buf)
	}
	if next > 0 {
		e.Next = SerialOf(v.buf)
	}
	payload := e.Encode(nil)
	v.out = frames.Append(v.out, FrameExit, payload)
	for v.flush(); len(v.out) > 0 && !v.gone; {
		v.link(-1, unix.POLLOUT)
	}
	if next == 0 || v.gone {
		return false
	}
	v.renew(v.buf[:next])
	return true
}

// Take reads a request from the desk whose reading end is fd into buf and returns its
// length; 0: there is none.
func Take(fd int, buf []byte) int {
	for {
		n, err := receiveNow(fd, buf)
		if err != unix.EINTR {
			return max(n, 0)
		}
	}
}
