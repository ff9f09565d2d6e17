//go:build unix

package proc

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"
)

// Hub and a supervisor process speak in frames: a kind, the length of what
// follows in four bytes, and that. The payload of all that hub sends begins with
// the number of the attempt that it is about.
const (
	frameRun     = 'r' // hub: run this request
	frameCancel  = 'c' // hub: ask the example to end, then kill it
	frameKill    = 'k' // hub: kill the example at once
	frameSuspend = 's' // hub: stop the example; supervisor: done, and whether it stopped
	frameGo      = 'g' // hub: let it go on
	frameOutput  = 'o' // supervisor: what the example printed
	frameExit    = 'e' // supervisor: how the example ended, and all below it
)

const (
	frameHeader = 5
	// frameMost bounds the frames of a supervisor process, by far.
	frameMost = 1 << 20
)

// appendFrame appends a whole frame to b.
func appendFrame(b []byte, kind byte, payload ...[]byte) []byte {
	n := 0
	for _, p := range payload {
		n += len(p)
	}
	b = binary.LittleEndian.AppendUint32(append(b, kind), uint32(n))
	for _, p := range payload {
		b = append(b, p...)
	}
	return b
}

// inbox holds what came over a socket and was not yet taken.
type inbox struct {
	buf         []byte
	first, last int
}

// fill reads once, by read. It returns 0 and no error at the end of the stream.
func (i *inbox) fill(read func([]byte) (int, error)) (int, error) {
	if i.first == i.last {
		i.first, i.last = 0, 0
	}
	if len(i.buf)-i.last < 4<<10 {
		if i.first > 0 {
			i.last = copy(i.buf, i.buf[i.first:i.last])
			i.first = 0
		}
		if len(i.buf)-i.last < 4<<10 {
			i.buf = append(i.buf, make([]byte, max(len(i.buf), 80<<10))...)
		}
	}
	for {
		n, err := read(i.buf[i.last:])
		if err == unix.EINTR {
			continue
		}
		i.last += max(n, 0)
		return n, err
	}
}

// next takes the next frame, if it is there whole. The payload is valid until
// the inbox is filled again.
func (i *inbox) next() (kind byte, payload []byte, ok bool) {
	got := i.buf[i.first:i.last]
	if len(got) < frameHeader {
		return 0, nil, false
	}
	n := int(binary.LittleEndian.Uint32(got[1:]))
	if len(got)-frameHeader < n {
		return 0, nil, false
	}
	i.first += frameHeader + n
	return got[0], got[frameHeader : frameHeader+n], true
}

// strange reports whether what comes next is longer than a supervisor process sends.
func (i *inbox) strange() bool {
	got := i.buf[i.first:i.last]
	return len(got) >= frameHeader && binary.LittleEndian.Uint32(got[1:]) > frameMost
}

// peek returns the kind of the next frame, if it is there whole; else 0.
func (i *inbox) peek() byte {
	was := i.first
	kind, _, _ := i.next()
	i.first = was
	return kind
}

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
	group          int  // with terminal: the process group to be in; 0: the supervisor process's
}

// report is what a supervisor process says of an attempt that is over.
type report struct {
	Exit
	failed string     // what could not be done for the start; empty: the start itself
	errno  unix.Errno // why; 0: it was started
	left   bool       // something below the supervisor process could not be killed, or that was changed: it is of no more use
	text   string     // of Exit.Err where that has no errno
}

func (q *request) encode() []byte {
	size := 64 + len(q.path) + len(q.dir) + len(q.stdin)
	for _, list := range [2][]string{q.argv, q.env} {
		for _, s := range list {
			size += len(s) + 3
		}
	}
	w := writer(make([]byte, 0, size))
	w = binary.LittleEndian.AppendUint64(w, q.serial)
	w.text(q.path)
	w.text(q.dir)
	w.list(q.argv)
	w.list(q.env)
	w.text(q.stdin)
	w.number(int64(q.timeout))
	w.number(int64(q.grace))
	w.flags(q.quiet, q.terminal, q.noPidFD)
	w.number(int64(q.group))
	return w
}

func (q *request) decode(payload []byte) {
	r := reader(payload[8:]) // one copy, of which all strings are parts
	q.serial = serialOf(payload)
	q.path = r.text()
	q.dir = r.text()
	q.argv = r.list(q.argv[:0])
	q.env = r.list(q.env[:0])
	q.stdin = r.text()
	q.timeout = time.Duration(r.number())
	q.grace = time.Duration(r.number())
	r.flags(&q.quiet, &q.terminal, &q.noPidFD)
	q.group = int(r.number())
}

// serialOf is the number of the attempt that a frame of hub's is about.
func serialOf(payload []byte) uint64 { return binary.LittleEndian.Uint64(payload) }

func (e *report) encode(b []byte) []byte {
	w := writer(b)
	w.number(int64(e.Code))
	w.text(e.Signal)
	w.flags(e.CoreDumped, e.OutOfMemory, e.TimedOut, e.Unattended, e.Stopped, e.Canceled, e.left)
	w.number(int64(len(e.Leaked)))
	for _, p := range e.Leaked {
		w.number(int64(p.PID))
		w.text(p.Name)
	}
	w.number(int64(e.Elapsed))
	w.number(int64(e.CPU))
	w.number(e.MaxRSS)
	w.text(e.failed)
	w.number(int64(e.errno))
	w.text(e.text)
	return w
}

// decode reports whether the payload is what encode makes. An example can lay hands
// on its supervisor process, as it may on every process of its user.
func (e *report) decode(payload []byte) (ok bool) {
	defer func() { ok = recover() == nil }() // out of the payload's bounds
	r := reader(payload)
	e.Code = int(r.number())
	e.Signal = r.text()
	r.flags(&e.CoreDumped, &e.OutOfMemory, &e.TimedOut, &e.Unattended, &e.Stopped, &e.Canceled, &e.left)
	for range r.number() {
		e.Leaked = append(e.Leaked, Process{PID: int(r.number()), Name: r.text()})
	}
	e.Elapsed = time.Duration(r.number())
	e.CPU = time.Duration(r.number())
	e.MaxRSS = r.number()
	e.failed = r.text()
	e.errno = unix.Errno(r.number())
	e.text = r.text()
	return true
}

// writer and reader hold values one after the other: numbers as varints, texts
// and lists with their length before them.
type (
	writer []byte
	reader string
)

func (w *writer) number(n int64) { *w = binary.AppendVarint(*w, n) }

func (w *writer) text(s string) {
	w.number(int64(len(s)))
	*w = append(*w, s...)
}

func (w *writer) list(list []string) {
	w.number(int64(len(list)))
	for _, s := range list {
		w.text(s)
	}
}

func (w *writer) flags(list ...bool) {
	n := int64(0)
	for i, set := range list {
		if set {
			n |= 1 << i
		}
	}
	w.number(n)
}

// number reads what [writer.number] wrote, which no other program does.
func (r *reader) number() int64 {
	var u uint64
	for i, shift := 0, 0; ; i, shift = i+1, shift+7 {
		c := (*r)[i]
		u |= uint64(c&0x7f) << shift
		if c < 0x80 {
			*r = (*r)[i+1:]
			return int64(u>>1) ^ -int64(u&1)
		}
	}
}

func (r *reader) text() string {
	n := r.number()
	s := (*r)[:n]
	*r = (*r)[n:]
	return string(s)
}

func (r *reader) list(list []string) []string {
	for range r.number() {
		list = append(list, r.text())
	}
	return list
}

func (r *reader) flags(list ...*bool) {
	n := r.number()
	for i, set := range list {
		*set = n&(1<<i) != 0
	}
}
