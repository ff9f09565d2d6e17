package ansi

import "bytes"

// Stripper does what [Strip] does, to valid UTF-8 that comes in pieces. The zero
// value is ready.
type Stripper struct {
	held []byte // a sequence that may go on
	out  []byte
}

// maxOpen bounds what is held of a sequence that may go on, in bytes.
const maxOpen = 4 << 10

// Next returns what is known of the text now; last: nothing follows p. What it
// returns holds until the next call.
func (s *Stripper) Next(p []byte, last bool) []byte {
	if len(s.held) == 0 && bytes.IndexByte(p, esc) < 0 && bytes.IndexByte(p, c1Lead) < 0 {
		return p
	}
	all := string(append(s.held, p...))
	s.out, s.held = s.out[:0], s.held[:0]
	for {
		start, end, open := Next(all)
		s.out = append(s.out, all[:start]...)
		if start == end {
			return s.out
		}
		if open && last {
			// Half of a character is none of a valid text; what is left is cut off.
			return s.out
		}
		if open {
			s.held = append(s.held, shortened(all[start:])...)
			return s.out
		}
		all = all[end:]
	}
}

// shortened is an open sequence with what decides on how it goes on: its kind,
// and its last two bytes.
func shortened(seq string) string {
	if len(seq) <= maxOpen {
		return seq
	}
	return seq[:2] + seq[len(seq)-2:]
}
