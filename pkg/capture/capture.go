// Package capture keeps the head and the tail of a stream, within a bound.
package capture

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Output is an io.Writer that keeps the head and the tail of what is written
// to it and counts the rest. It is not for use by several goroutines at a
// time.
type Output struct {
	head, tail       []byte
	headMax, tailMax int
	next             int   // where the tail's oldest byte is, once it is full
	written          int64 // ever
}

// New returns an Output that keeps at most max bytes, half of them from
// the head and half from the tail. Memory is taken as output comes.
func New(max int64) *Output {
	max = min(most, max)
	if max < 0 {
		max = 0
	}
	return &Output{headMax: int(max - max/2), tailMax: int(max / 2)}
}

// most is more than fits into any report, and an int everywhere.
const most = 1 << 30

// Write takes all of p and never fails.
func (c *Output) Write(p []byte) (int, error) {
	n := len(p)
	c.written += int64(n)
	if room := c.headMax - len(c.head); room > 0 {
		room = min(room, len(p))
		c.head = extend(c.head, p[:room], c.headMax)
		p = p[room:]
	}
	if len(p) == 0 || c.tailMax == 0 {
		return n, nil
	}
	if room := c.tailMax - len(c.tail); room > 0 {
		room = min(room, len(p))
		c.tail = extend(c.tail, p[:room], c.tailMax)
		p = p[room:]
	}
	// From here on the tail is full: a ring.
	if over := len(p) - c.tailMax; over >= 0 && len(p) > 0 {
		copy(c.tail, p[over:])
		c.next = 0
		return n, nil
	}
	for len(p) > 0 {
		k := copy(c.tail[c.next:], p)
		p = p[k:]
		if c.next += k; c.next == c.tailMax {
			c.next = 0
		}
	}
	return n, nil
}

// extend appends p to b, whose capacity never exceeds limit.
func extend(b, p []byte, limit int) []byte {
	if need := len(b) + len(p); need > cap(b) {
		grown := make([]byte, len(b), min(limit, max(need, 2*cap(b), 512)))
		copy(grown, b)
		b = grown
	}
	return append(b, p...)
}

// Reset forgets what was written and keeps the memory.
func (c *Output) Reset() {
	c.head, c.tail, c.next, c.written = c.head[:0], c.tail[:0], 0, 0
}

// Written returns how many bytes were ever written.
func (c *Output) Written() int64 { return c.written }

// Dropped returns how many of the written bytes are not in String.
func (c *Output) Dropped() int64 {
	head, before, after := c.parts()
	return c.written - int64(len(head)+len(before)+len(after))
}

// String returns what was kept as valid UTF-8: bytes that are not become
// U+FFFD. When something was dropped, a line between head and tail says how
// many bytes; both are cut between characters.
func (c *Output) String() string {
	head, before, after := c.parts()
	dropped := c.written - int64(len(head)+len(before)+len(after))
	if dropped == 0 && len(before) == 0 {
		return strings.ToValidUTF8(string(head), "\uFFFD")
	}
	var b strings.Builder
	b.Grow(len(head) + len(before) + len(after) + 48)
	b.Write(head)
	if dropped > 0 {
		fmt.Fprintf(&b, "\n[… %d bytes dropped …]\n", dropped)
	}
	b.Write(before)
	b.Write(after)
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}

// parts returns the head and the two halves of the tail in the order written,
// without characters that are cut by what was dropped between them.
func (c *Output) parts() (head, before, after []byte) {
	head = c.head
	if len(c.tail) == c.tailMax {
		before, after = c.tail[c.next:], c.tail[:c.next]
	} else {
		before = c.tail
	}
	if c.written == int64(len(head)+len(before)+len(after)) {
		return head, before, after
	}
	head = head[:len(head)-cutEnd(head)]
	cut := cutStart(before, after)
	k := min(cut, len(before))
	return head, before[k:], after[cut-k:]
}

// cutEnd returns the length of the incomplete character at the end of b.
func cutEnd(b []byte) int {
	for i := 1; i <= min(utf8.UTFMax-1, len(b)); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// cutStart returns the length of what may be the rest of a character at the
// start of b and c.
func cutStart(b, c []byte) int {
	n := 0
	for _, part := range [2][]byte{b, c} {
		for _, x := range part {
			if utf8.RuneStart(x) || n == utf8.UTFMax-1 {
				return n
			}
			n++
		}
	}
	return n
}
