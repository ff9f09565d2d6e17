package ansi

import "strings"

// Next finds the first sequence that [Strip] removes, s[start:end], in a text that is
// not complete yet. open says that text after s may belong to it. Without a sequence,
// start and end are len(s).
func Next(s string) (start, end int, open bool) {
	start = nextSequence(s)
	switch {
	case start >= 0:
		end = start + sequence(s[start:])
		if end == len(s)-1 && s[end] == esc && isString(s[start:]) && !terminated(s[start:end]) {
			end++ // it may be the first half of the terminator
		}
		return start, end, end == len(s) && unfinished(s[start:])
	case len(s) > 0 && s[len(s)-1] == c1Lead:
		return len(s) - 1, len(s), true
	}
	return len(s), len(s), false
}

// unfinished reports whether text after s may belong to the sequence s.
func unfinished(s string) bool {
	if len(s) == 1 {
		return true
	}
	last := s[len(s)-1]
	switch kind := s[1]; {
	case s[0] == c1Lead && kind == 0x9c:
		return false
	case s[0] == c1Lead && kind == 0x9b, s[0] == esc && kind == '[':
		return len(s) == 2 || !within(last, 0x40, 0x7e)
	case isString(s):
		return len(s) == 2 || !terminated(s)
	}
	return within(last, 0x20, 0x2f)
}

// isString reports whether the sequence is a string sequence.
func isString(s string) bool {
	if s[0] == c1Lead {
		return s[1] != 0x9b && s[1] != 0x9c
	}
	return len(s) > 1 && strings.IndexByte("]PX^_", s[1]) >= 0
}

// terminated reports whether a string sequence ends with its terminator.
func terminated(s string) bool {
	switch s[len(s)-1] {
	case '\a', 0x18, 0x1a:
		return true
	case '\\':
		return len(s) > 3 && s[len(s)-2] == esc
	case 0x9c:
		return len(s) > 3 && s[len(s)-2] == c1Lead
	}
	return false
}
