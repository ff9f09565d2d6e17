// Package ansi interprets the terminal control sequences in the output of programs.
// [Strip] removes them and leaves everything that was printed; [Shown] returns what a
// terminal shows in the end; [Styled] yields text with its colours.
//
// Note: charmbracelet/x/ansi strips too, and was tried on the table of TestStrip. It
// leaves UTF-8 encoded C1 sequences, and an ESC between bytes that join; a title that
// was cut hides the lines after it; and it does not say what a terminal shows.
package ansi

import (
	"strings"
	"unicode/utf8"
)

// Strip removes terminal control sequences: CSI (colours, cursor), OSC (titles, links),
// DCS, SOS, PM, APC and the short escapes, in their 7-bit and UTF-8 encoded C1 forms. An
// incomplete sequence ends at the first byte that cannot belong to it (CSI), or at the
// end of the line at the latest (string sequences), so that an unterminated title hides
// no output. No ESC is left. If anything is removed, invalid UTF-8 becomes U+FFFD, so
// that no bytes join to a sequence across a gap.
func Strip(s string) string {
	start := nextSequence(s)
	if start < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for start >= 0 {
		writeValid(&b, s[:start])
		s = s[start+sequence(s[start:]):]
		start = nextSequence(s)
	}
	writeValid(&b, s)
	return b.String()
}

func writeValid(b *strings.Builder, s string) {
	if utf8.ValidString(s) {
		b.WriteString(s)
		return
	}
	for _, r := range s {
		b.WriteRune(r)
	}
}

const (
	esc = 0x1b
	// c1Lead is the first byte of every C1 control in UTF-8; the second byte is the
	// control itself.
	c1Lead = 0xc2
)

// In reports whether s contains a sequence that [Strip] removes.
func In(s string) bool { return nextSequence(s) >= 0 }

// nextSequence returns the index of the first sequence in s; -1 if there is none.
func nextSequence(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case esc:
			return i
		case c1Lead:
			if i+1 < len(s) && isIntroducer(s[i+1]) {
				return i
			}
		}
	}
	return -1
}

// isIntroducer reports whether the C1 control opens a sequence (DCS, SOS, CSI, OSC, PM,
// APC) or closes one (ST). The others are single control characters, which this package
// does not remove.
func isIntroducer(c byte) bool {
	switch c {
	case 0x90, 0x98, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f:
		return true
	}
	return false
}

// sequence returns the length of the sequence that s must start with.
func sequence(s string) int {
	if s[0] == c1Lead {
		switch s[1] {
		case 0x9b:
			return 2 + csi(s[2:])
		case 0x9c:
			return 2
		}
		return 2 + controlString(s[2:])
	}
	if len(s) == 1 {
		return 1
	}
	switch c := s[1]; {
	case c == '[':
		return 2 + csi(s[2:])
	case c == ']', c == 'P', c == 'X', c == '^', c == '_':
		return 2 + controlString(s[2:])
	case within(c, 0x20, 0x2f):
		n := 1 + span(s[1:], 0x20, 0x2f)
		if n < len(s) && within(s[n], 0x30, 0x7e) {
			n++
		}
		return n
	case within(c, 0x30, 0x7e):
		return 2
	}
	return 1
}

// csi returns the length of parameters, intermediate bytes and final byte, as far as
// present.
func csi(s string) int {
	n := span(s, 0x30, 0x3f)
	n += span(s[n:], 0x20, 0x2f)
	if n < len(s) && within(s[n], 0x40, 0x7e) {
		n++
	}
	return n
}

// controlString returns the length of the rest of a string sequence, including its
// terminator (BEL or ST; CAN and SUB cancel).
func controlString(s string) int {
	for n := 0; n < len(s); n++ {
		switch s[n] {
		case '\a', 0x18, 0x1a:
			return n + 1
		case '\n', '\r':
			return n
		case esc:
			if n+1 < len(s) && s[n+1] == '\\' {
				return n + 2
			}
			return n
		case c1Lead:
			if n+1 < len(s) && isIntroducer(s[n+1]) {
				if s[n+1] == 0x9c {
					return n + 2
				}
				return n
			}
		}
	}
	return len(s)
}

func span(s string, low, high byte) int {
	n := 0
	for n < len(s) && within(s[n], low, high) {
		n++
	}
	return n
}

func within(c, low, high byte) bool { return low <= c && c <= high }
