package mask

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// span is a piece of a text: [start:end].
type span struct{ start, end int }

// matcher compares a text with needles. It holds no state between two of them
// but memory.
type matcher struct {
	text  string
	final bool // nothing follows text
	whole bool // terminal sequences are passed over whole; else ESC alone is

	spans []span
	// hold is where the first piece may begin that is to be hidden and does not end
	// within text, and keep where its needle begins.
	hold, keep int
	origin     int // where the present needle begins

	n         *needle
	readings  int // of what may be more than itself, for this needle
	threads   []thread
	seen      []thread
	options   []spelling // of the text at optionsAt, and open
	open      bool
	optionsAt int
	clean     []byte // memory of spell
	ends      []int

	plainFrom, plainTo int // nothing is dropped of this piece of text
}

// thread is one way to read the text so far: needle.text[:done] is text up to
// at, and what it hides begins at start. spaced: white space has been passed over
// since the last character.
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

// mayBegin reports whether the needle may begin with a spelling at start, without
// a look at what follows: many needles have anchors in common, such as \u00.
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

// mayBeginOne reports whether a needle with one of the first bytes may begin at
// start, likewise.
func (m *matcher) mayBeginOne(first *byteSet, start int) bool {
	if first.has(m.text[start]) {
		return true
	}
	if !ambiguous(m.text[start]) {
		return false
	}
	m.spell(start)
	for _, s := range m.options {
		// What is wide, or takes the place of bytes, has several first bytes.
		if first.has(s.value[0]) || s.wide && s.value[0] >= utf8.RuneSelf || s.value == "\uFFFD" {
			return true
		}
	}
	return m.open
}

// fork remembers another way to read the text.
func (m *matcher) fork(t thread) {
	if !slices.Contains(m.seen, t) {
		m.seen = append(m.seen, t)
		m.threads = append(m.threads, t)
	}
}

// wait says that more of the text is needed to decide on a match that hides what
// follows start.
func (m *matcher) wait(start int) {
	if !m.final {
		m.hold, m.keep = min(m.hold, start), min(m.keep, m.origin)
	}
}

// read follows one way to read the text to its end.
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

// mostReadings and readingsEach, for each byte of the needle, bound how often one
// begin of it is gone on with behind what may be more than itself. A text of nothing
// but escapes can be read in thousands of ways, and would be for hours.
const mostReadings, readingsEach = 64, 8

// ambiguous reports whether c may be more than itself.
func ambiguous(c byte) bool {
	switch c {
	case '\\', '%', '&', '\'', '"', '+':
		return true
	}
	return c < ' ' || c >= 0x7f
}

// step passes over what does not count and reads the next character of the
// needle; false: there is none. Other ways to read it are forked.
func (m *matcher) step(t *thread) bool {
	n, text := m.n, m.text
	own := n.spaceAt(t.done)
	spaced := t.spaced
	for at := t.at; ; {
		start := t.start // of what is hidden if the needle goes on here
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
			return false // a needle begins with what prints
		}
		var skip, skipSpace int // by a spelling
		if kind == printing && ambiguous(text[at]) {
			if m.readings++; m.readings > mostReadings+readingsEach*len(n.text) {
				// Nobody can say what it is: hidden, as far as it was read.
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
					if own && s.value == "+" { // a blank that was encoded twice
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
