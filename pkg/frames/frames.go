// Package frames exchanges messages between two processes of the same program: it
// splits a stream into frames, and their content into values.
//
// A frame is one byte for its kind, four bytes for the length of its content, and
// the content.
package frames

import (
	"encoding/binary"
	"syscall"
)

const header = 5

// Append appends a whole frame to b.
func Append(b []byte, kind byte, payload ...[]byte) []byte {
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

// Inbox holds what came over a socket and was not yet taken.
type Inbox struct {
	buf         []byte
	first, last int
}

// Fill reads once, by read. It returns 0 and no error at the end of the stream.
func (i *Inbox) Fill(read func([]byte) (int, error)) (int, error) {
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
		if err == syscall.EINTR {
			continue
		}
		i.last += max(n, 0)
		return n, err
	}
}

// Clear drops what was not taken.
func (i *Inbox) Clear() { i.first = i.last }

// Next takes the next frame, if it is there whole. The payload is valid until
// the inbox is filled again.
func (i *Inbox) Next() (kind byte, payload []byte, ok bool) {
	got := i.buf[i.first:i.last]
	if len(got) < header {
		return 0, nil, false
	}
	n := int(binary.LittleEndian.Uint32(got[1:]))
	if len(got)-header < n {
		return 0, nil, false
	}
	i.first += header + n
	return got[0], got[header : header+n], true
}

// Longer reports whether the frame that comes next is to be longer than most.
func (i *Inbox) Longer(most int) bool {
	got := i.buf[i.first:i.last]
	return len(got) >= header && int(binary.LittleEndian.Uint32(got[1:])) > most
}
