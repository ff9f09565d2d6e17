//go:build unix

package proc

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
)

// Hub and a supervisor process speak in frames. The payload of all that hub sends
// begins with the number of the attempt that it is about.
const (
	frameRun     = 'r' // hub: run this request
	frameCancel  = 'c' // hub: ask the example to end, then kill it
	frameKill    = 'k' // hub: kill the example at once
	frameSuspend = 's' // hub: stop the example; supervisor: done, or it has not stopped in time
	frameGo      = 'g' // hub: let it go on
	frameOutput  = 'o' // supervisor: what the example printed
	frameExit    = 'e' // supervisor: how the example ended, and all below it
)

// frameMost bounds the frames of a supervisor process, by far.
const frameMost = 1 << 20

// request is a Command as a supervisor process gets it.
type request struct {
	serial         uint64
	path, dir      string
	argv, env      []string
	stdin          string
	timeout, grace time.Duration
	quiet          bool // nobody wants the output
	terminal       bool // the terminal is the example's
	noPidFD        bool // do without process descriptors
	goOn           bool // take the next request from the desk afterwards
	group          int  // with terminal: the process group to be in; 0: the supervisor process's
}

// report is what a supervisor process says of an attempt that is over.
type report struct {
	Exit
	failed string     // what could not be done for the start; empty: the start itself
	errno  unix.Errno // why; 0: it was started
	left   bool       // something below the supervisor process could not be killed, or that was changed: it is of no more use
	next   uint64     // the attempt that it goes on with, from the desk; 0: none
	text   string     // of Exit.Err where that has no errno
}

// encode returns the payload of frameRun.
func (q *request) encode() []byte {
	size := 64 + len(q.path) + len(q.dir) + len(q.stdin)
	for _, list := range [2][]string{q.argv, q.env} {
		for _, s := range list {
			size += len(s) + 3
		}
	}
	w := frames.Writer(make([]byte, 0, size))
	w = binary.LittleEndian.AppendUint64(w, q.serial)
	w.Text(q.path)
	w.Text(q.dir)
	w.List(q.argv)
	w.List(q.env)
	w.Text(q.stdin)
	w.Number(int64(q.timeout))
	w.Number(int64(q.grace))
	w.Flags(q.quiet, q.terminal, q.noPidFD, q.goOn)
	w.Number(int64(q.group))
	return w
}

// decode fills the request from a payload of encode, whose lists it uses again.
func (q *request) decode(payload []byte) {
	r := frames.Reader(payload[8:]) // one copy, of which all strings are parts
	q.serial = serialOf(payload)
	q.path = r.Text()
	q.dir = r.Text()
	q.argv = r.List(q.argv[:0])
	q.env = r.List(q.env[:0])
	q.stdin = r.Text()
	q.timeout = time.Duration(r.Number())
	q.grace = time.Duration(r.Number())
	r.Flags(&q.quiet, &q.terminal, &q.noPidFD, &q.goOn)
	q.group = int(r.Number())
}

// serialOf is the number of the attempt that a frame of hub's is about.
func serialOf(payload []byte) uint64 { return binary.LittleEndian.Uint64(payload) }

// encode appends the payload of frameExit to b. Exit.Err is not part of it: hub makes
// that of failed, errno and text.
func (e *report) encode(b []byte) []byte {
	w := frames.Writer(b)
	w.Number(int64(e.Code))
	w.Text(e.Signal)
	w.Flags(e.CoreDumped, e.OutOfMemory, e.TimedOut, e.Unattended, e.Stopped, e.Canceled, e.left)
	w.Number(int64(len(e.Leaked)))
	for _, p := range e.Leaked {
		w.Number(int64(p.PID))
		w.Text(p.Name)
	}
	began := int64(0)
	if !e.Began.IsZero() {
		began = e.Began.UnixNano()
	}
	w.Number(began)
	w.Number(int64(e.Elapsed))
	w.Number(int64(e.CPU))
	w.Number(e.MaxRSS)
	w.Text(e.failed)
	w.Number(int64(e.errno))
	w.Text(e.text)
	w.Number(int64(e.next))
	return w
}

// decode fills the report and reports whether the payload is what encode makes. An
// example can lay hands on its supervisor process, as it may on every process of
// its user.
func (e *report) decode(payload []byte) (ok bool) {
	defer func() { ok = recover() == nil }() // out of the payload's bounds
	r := frames.Reader(payload)
	e.Code = int(r.Number())
	e.Signal = r.Text()
	r.Flags(&e.CoreDumped, &e.OutOfMemory, &e.TimedOut, &e.Unattended, &e.Stopped, &e.Canceled, &e.left)
	for range r.Number() {
		e.Leaked = append(e.Leaked, Process{PID: int(r.Number()), Name: r.Text()})
	}
	if began := r.Number(); began != 0 {
		e.Began = time.Unix(0, began)
	}
	e.Elapsed = time.Duration(r.Number())
	e.CPU = time.Duration(r.Number())
	e.MaxRSS = r.Number()
	e.failed = r.Text()
	e.errno = unix.Errno(r.Number())
	e.text = r.Text()
	e.next = uint64(r.Number())
	return true
}
