//go:build unix

package supervision

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/frames"
)

// Hub and a supervisor process speak in frames. The payload of all that hub sends
// begins with the number of the attempt that it is about.
const (
	FrameRun     = 'r' // hub: run this request
	FrameCancel  = 'c' // hub: ask the example to end, then kill it
	FrameKill    = 'k' // hub: kill the example at once
	FrameSuspend = 's' // hub: stop the example; supervisor: done, or it has not stopped in time
	FrameGo      = 'g' // hub: let it go on
	FrameOutput  = 'o' // supervisor: what the example printed
	FrameExit    = 'e' // supervisor: how the example ended, and all below it
)

// FrameMost bounds the frames of a supervisor process, by far.
const FrameMost = 1 << 20

// Request says what to run and within which bounds.
type Request struct {
	Serial         uint64
	Path, Dir      string
	Argv, Env      []string
	Stdin          string
	Timeout, Grace time.Duration
	Terminal       bool   // the terminal is the example's
	NoPidFD        bool   // do without process descriptors
	GoOn           bool   // take the next request from the desk afterwards
	Group          int    // with Terminal: the process group to be in; 0: the supervisor process's
	Files          uint64 // the limit of open files that hub was started with; 0: it is not known
}

// Report is the report of a supervisor process about an attempt that has ended.
type Report struct {
	Exit
	Errno unix.Errno // why it was not started; 0: it was
	Text  string     // with Errno, what failed before the start (empty: the start itself); else why the example lives on, or is not watched
	Left  bool       // a process below could not be killed, or the supervisor process was changed: it must not be used again
	Next  uint64     // the attempt that it goes on with, from the desk; 0: none
}

// values are those of the request but its serial.
func (q *Request) values(v *frames.Values) {
	v.Text(&q.Path)
	v.Text(&q.Dir)
	frames.List(v, &q.Argv, v.Text)
	frames.List(v, &q.Env, v.Text)
	v.Text(&q.Stdin)
	frames.Number(v, &q.Timeout)
	frames.Number(v, &q.Grace)
	v.Flags(&q.Terminal, &q.NoPidFD, &q.GoOn)
	frames.Number(v, &q.Group)
	frames.Number(v, &q.Files)
}

// Encode appends the payload of FrameRun to b.
func (q *Request) Encode(b []byte) []byte {
	v := frames.Write(binary.LittleEndian.AppendUint64(b, q.Serial))
	q.values(v)
	return v.Written()
}

// Decode fills the request from a payload of Encode, whose lists it uses again.
func (q *Request) Decode(payload []byte) {
	q.Serial = SerialOf(payload)
	q.values(frames.Read(payload[8:]))
}

// SerialOf returns the number of the attempt that a frame of hub's is about.
func SerialOf(payload []byte) uint64 { return binary.LittleEndian.Uint64(payload) }

// values are those of the report but Exit.Err.
func (e *Report) values(v *frames.Values) {
	frames.Number(v, &e.Code)
	v.Text(&e.Signal)
	v.Flags(&e.CoreDumped, &e.OutOfMemory, &e.TimedOut, &e.Unattended, &e.Stopped, &e.Canceled, &e.Left)
	frames.List(v, &e.Leaked, func(p *Process) {
		frames.Number(v, &p.PID)
		v.Text(&p.Name)
	})
	began := e.Began.UnixNano()
	frames.Number(v, &began)
	e.Began = time.Unix(0, began)
	frames.Number(v, &e.Elapsed)
	frames.Number(v, &e.CPU)
	frames.Number(v, &e.Memory)
	frames.Number(v, &e.Errno)
	v.Text(&e.Text)
	frames.Number(v, &e.Next)
}

// Encode appends the payload of FrameExit to b.
func (e *Report) Encode(b []byte) []byte {
	v := frames.Write(b)
	e.values(v)
	return v.Written()
}

// Decode fills the report and reports whether the payload is what Encode makes. An
// example can interfere with its supervisor process, as with every process of its user.
func (e *Report) Decode(payload []byte) (ok bool) {
	defer func() { ok = recover() == nil }() // out of the payload's bounds
	e.values(frames.Read(payload))
	return true
}
