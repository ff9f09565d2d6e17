package mask

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// span is a piece of a text: [start:end].
type span struct{ start, end int }

// matcher compares a text with needles. Between needles it keeps no state, only
// allocated memory.
type matcher struct {
	text  string
	final bool // nothing follows text
	whole bool // skip terminal sequences as a whole; else ESC alone

	spans []span
	// hold is the index of the first possible secret that is incomplete at the end of
	// text; keep is the index at which its needle begins.
	hold, keep int
	origin     int // index at which the current needle begins

	n         *needle
	readings  int // of ambiguous characters, for this needle
	threads   []thread
	seen      []thread
	options   []spelling // at optionsAt; see spell
	open      bool
	optionsAt int
	clean     []byte // buffers of spell
	ends      []int

	plainFrom, plainTo int // in this range of text nothing is skipped
}

// thread is one way to read the text: needle.text[:done] matches up to at, and the
// hidden span begins at start. spaced says that whitespace was skipped since the last
// character.
type thread struct {
	done, at, start int
	spaced          bool
}

// match compares the needle with the text at start.
func (m *matcher) match(n *needle, start int) {
	if m.text[start] != n.text[0] && !m.mayBegin(n, start) {
		return
	}
	m.n, m.origin, m.readings = n, start, 0
	m.threads, m.seen = append(m.threads[:0], thread{at: start, start: start}), m.seen[:0]
	for len(m.threads) > 0 {
		t := m.threads[len(m.threads)-1]
		m.threads = m.threads[:len(m.threads)-1]
		m.read(t)
	}
}

// mayBegin reports whether the needle may begin with an escape at start, by the first
// character alone: many needles share anchors such as \u00.
func (m *matcher) mayBegin(n *needle, start int) bool {
	if !ambiguous(m.text[start]) {
		return false
	}
	m.n = n
	m.spell(start)
	for _, s := range m.options {
		if m.meant(s, 0) > 0 {
			return true
		}
	}
	return m.open
}

// mayBeginOne reports the same for any needle with one of the first bytes.
func (m *matcher) mayBeginOne(first *byteSet, start int) bool {
	if first.has(m.text[start]) {
		return true
	}
	if !ambiguous(m.text[start]) {
		return false
	}
	m.spell(start)
	for _, s := range m.options {
		// Wide spellings and U+FFFD stand for several first bytes.
		if first.has(s.value[0]) || s.wide && s.value[0] >= utf8.RuneSelf || s.value == "\uFFFD" {
			return true
		}
	}
	return m.open
}

// fork adds another way to read the text.
func (m *matcher) fork(t thread) {
	if !slices.Contains(m.seen, t) {
		m.seen = append(m.seen, t)
		m.threads = append(m.threads, t)
	}
}

// wait holds the text from start on until more of it decides on a match.
func (m *matcher) wait(start int) {
	if !m.final {
		m.hold, m.keep = min(m.hold, start), min(m.keep, m.origin)
	}
}

// read follows one way to read the text until it matches or fails.
func (m *matcher) read(t thread) {
	n, text := m.n, m.text
	for t.done < len(n.text) {
		// The common case first: the very next byte.
		if t.at < len(text) && text[t.at] == n.text[t.done] && !t.spaced && !n.spaceAt(t.done) && !ambiguous(text[t.at]) {
			t.done, t.at = t.done+1, t.at+1
			continue
		}
		if !m.step(&t) {
			return
		}
	}
	m.spans = append(m.spans, span{t.start, t.at})
}

// mostReadings, plus readingsEach for each byte of the needle, bounds the readings of
// ambiguous characters from one beginning. A text of escapes only can be read in
// exponentially many ways.
const mostReadings, readingsEach = 64, 8

// ambiguous reports whether c may begin an escape or be skipped.
func ambiguous(c byte) bool {
	switch c {
	case '\\', '%', '&', '\'', '"', '+':
		return true
	}
	return c < ' ' || c >= 0x7f
}

// step skips what does not count and reads the next character of the needle; it
// returns false if that does not match. It forks other ways to read it.
func (m *matcher) step(t *thread) bool {
	n, text := m.n, m.text
	own := n.spaceAt(t.done)
	spaced := t.spaced
	for at := t.at; ; {
		start := t.start // of the hidden span if the needle continues here
		if spaced && !own && t.done < anchored {
			start = at
		}
		if at == len(text) {
			m.wait(start)
			return false
		}
		if at-t.at > maxGap {
			return false
		}
		if own && n.listed && text[at] == '0' {
			if end, open := m.prefix(at); open {
				m.wait(start)
			} else if end > 0 {
				m.fork(thread{t.done, end, t.start, spaced})
			}
		}
		may := n.loose || spaced == own
		if may && text[at] == n.text[t.done] {
			next := thread{done: t.done + 1, at: at + 1, start: start}
			if !ambiguous(text[at]) {
				*t = next
				return true
			}
			m.fork(next)
		}
		size, kind := m.literal(at)
		if size == 0 {
			m.wait(start)
			return false
		}
		if t.done == 0 && kind != printing {
			return false // a needle begins with a printing character
		}
		var skip, skipSpace int // sizes of escapes that may be skipped
		if kind == printing && ambiguous(text[at]) {
			if m.readings++; m.readings > mostReadings+readingsEach*len(n.text) {
				// Too many readings: hide the text as far as it was read.
				m.spans, m.threads = append(m.spans, span{t.start, at + size}), m.threads[:0]
				return false
			}
			m.spell(at)
			if m.open {
				m.wait(start)
			}
			for _, s := range m.options {
				if may {
					if bytes := m.meant(s, t.done); bytes > 0 {
						m.fork(thread{done: t.done + bytes, at: at + s.size, start: start})
					}
				}
				if t.done == 0 {
					continue
				}
				switch meaning(s) {
				case space:
					if text[at] != '+' || own {
						skipSpace = s.size
					}
				case printing:
					if own && s.value == "+" { // a blank, encoded twice
						skipSpace = s.size
					}
				case dropped:
					skip = s.size
				}
			}
		}
		if own && n.listed && strings.IndexByte(",:;-_.", text[at]) >= 0 {
			at++
			continue
		}
		switch {
		case kind == space:
			spaced = true
			at += size
		case kind == dropped:
			at += size
		case skipSpace > 0:
			spaced = true
			at += skipSpace
		case skip > 0:
			at += skip
		default:
			return false
		}
		if spaced && !own && !n.loose {
			return false
		}
	}
}
