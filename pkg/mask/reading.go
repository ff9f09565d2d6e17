package mask

import (
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// literal returns the size and kind of the terminal sequence or character at at; size 0
// if it is incomplete.
func (m *matcher) literal(at int) (size int, k kind) {
	rest := m.text[at:]
	if m.whole && mayBeSequence(rest) {
		if from, end, open := ansi.Next(rest[:min(len(rest), maxGap)]); from == 0 {
			if open && !m.final && len(rest) < maxGap {
				return 0, dropped
			}
			return max(end, 1), dropped
		}
	}
	if rest[0] >= utf8.RuneSelf && !m.final && len(rest) < utf8.UTFMax && !utf8.FullRuneInString(rest) {
		return 0, dropped
	}
	return class(rest)
}

// prefix returns the end of the 0x that begins at at; 0 if there is none. open says that
// more text may complete one.
func (m *matcher) prefix(at int) (end int, open bool) {
	for end = at + 1; end < len(m.text) && end-at < maxGap; {
		size, kind := m.literal(end)
		switch {
		case size == 0:
			return 0, true
		case kind == dropped:
			end += size
		case m.text[end] == 'x' || m.text[end] == 'X':
			return end + 1, false
		default:
			return 0, false
		}
	}
	return 0, end == len(m.text)
}

// mayBeSequence reports whether text may begin with a terminal sequence.
func mayBeSequence(text string) bool {
	return text[0] == '\x1b' || text[0] == 0xc2 && (len(text) == 1 || text[1] < 0xa0)
}

// spell sets m.options to the escapes that the text at at may begin, and m.open if more
// text may complete one.
func (m *matcher) spell(at int) {
	if at == m.optionsAt {
		return
	}
	m.optionsAt = at
	text := m.text[at:min(len(m.text), at+maxSpelling)]
	if !m.drops(at, at+len(text)) {
		m.options, m.open = spellings(m.options[:0], text)
		return
	}
	// Characters may also be skipped inside an escape.
	m.clean, m.ends = m.clean[:0], m.ends[:0]
	end := at
	for end < len(m.text) && len(m.clean) < maxSpelling && end-at < maxGap {
		size, kind := m.literal(end)
		if size == 0 {
			break
		}
		end += size
		if kind != dropped {
			for i := end - size; i < end; i++ {
				m.clean = append(m.clean, m.text[i])
				m.ends = append(m.ends, i+1)
			}
		}
	}
	m.options, m.open = spellings(m.options[:0], string(m.clean))
	for i := range m.options {
		m.options[i].size = m.ends[m.options[i].size-1] - at
	}
}

// drops reports whether any of text[from:to] may be skipped. While from grows it
// examines no part of the text twice.
func (m *matcher) drops(from, to int) bool {
	if from < m.plainFrom || from > m.plainTo {
		m.plainFrom, m.plainTo = from, from
	}
	for m.plainTo < to {
		if c := m.text[m.plainTo]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7f {
			return true
		}
		m.plainTo++
	}
	return false
}

// meant returns the number of bytes of the needle at i that a spelling stands for; 0 if
// it does not match.
func (m *matcher) meant(s spelling, i int) int {
	rest := m.n.text[i:]
	if strings.HasPrefix(rest, s.value) {
		return len(s.value)
	}
	if s.value == "\uFFFD" && rest[0] >= utf8.RuneSelf { // an invalid byte, in JSON
		if r, size := utf8.DecodeRuneInString(rest); r == utf8.RuneError && size == 1 {
			return 1
		}
	}
	if s.wide {
		if c := string(rune(s.value[0])); strings.HasPrefix(rest, c) {
			return len(c)
		}
	}
	return 0
}

// meaning returns the kind of a spelling that is not the needle's next character.
func meaning(s spelling) kind {
	size, k := class(s.value)
	if size < len(s.value) {
		return printing
	}
	return k
}
