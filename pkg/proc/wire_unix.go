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
	terminal       bool // the terminal is the example's
	noPidFD        bool // do without process descriptors
	goOn           bool // take the next request from the desk afterwards
	group          int  // with terminal: the process group to be in; 0: the supervisor process's
}

// report is what a supervisor process says of an attempt that is over.
type report struct {
	Exit
	errno unix.Errno // why it was not started; 0: it was
	text  string     // with errno, what failed before the start (empty: the start itself); else that of Exit.Err
	left  bool       // something below the supervisor process could not be killed, or that was changed: it is of no more use
	next  uint64     // the attempt that it goes on with, from the desk; 0: none
}

// values are those of the request but its serial.
func (q *request) values(v *frames.Values) {
	v.Text(&q.path)
	v.Text(&q.dir)
	frames.List(v, &q.argv, v.Text)
	frames.List(v, &q.env, v.Text)
	v.Text(&q.stdin)
	frames.Number(v, &q.timeout)
	frames.Number(v, &q.grace)
	v.Flags(&q.terminal, &q.noPidFD, &q.goOn)
	frames.Number(v, &q.group)
}

// encode appends the payload of frameRun to b.
func (q *request) encode(b []byte) []byte {
	v := frames.Write(binary.LittleEndian.AppendUint64(b, q.serial))
	q.values(v)
	return v.Written()
}

// decode fills the request from a payload of encode, whose lists it uses again.
func (q *request) decode(payload []byte) {
	q.serial = serialOf(payload)
	q.values(frames.Read(payload[8:]))
}

// serialOf returns the number of the attempt that a frame of hub's is about.
func serialOf(payload []byte) uint64 { return binary.LittleEndian.Uint64(payload) }

// values are those of the report but Exit.Err, which hub makes of errno and text.
func (e *report) values(v *frames.Values) {
	frames.Number(v, &e.Code)
	v.Text(&e.Signal)
	v.Flags(&e.CoreDumped, &e.OutOfMemory, &e.TimedOut, &e.Unattended, &e.Stopped, &e.Canceled, &e.left)
	frames.List(v, &e.Leaked, func(p *Process) {
		frames.Number(v, &p.PID)
		v.Text(&p.Name)
	})
	began := e.Began.UnixNano()
	frames.Number(v, &began)
	e.Began = time.Unix(0, began)
	frames.Number(v, &e.Elapsed)
	frames.Number(v, &e.errno)
	v.Text(&e.text)
	frames.Number(v, &e.next)
}

// encode appends the payload of frameExit to b.
func (e *report) encode(b []byte) []byte {
	v := frames.Write(b)
	e.values(v)
	return v.Written()
}

// decode fills the report and reports whether the payload is what encode makes. An
// example can lay hands on its supervisor process, as it may on every process of
// its user.
func (e *report) decode(payload []byte) (ok bool) {
	defer func() { ok = recover() == nil }() // out of the payload's bounds
	e.values(frames.Read(payload))
	return true
}
