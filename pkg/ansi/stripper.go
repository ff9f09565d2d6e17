package ansi

import "bytes"

// Stripper applies [Strip] to valid UTF-8 that comes in pieces. The zero value is ready
// to use.
type Stripper struct {
	held []byte // an open sequence
	out  []byte
}

// maxOpen bounds what is held of an open sequence, in bytes.
const maxOpen = 4 << 10

// Next returns the text of p without sequences; last says that nothing follows. The
// result is valid until the next call.
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
			return s.out // an incomplete sequence
		}
		if open {
			s.held = append(s.held, shortened(all[start:])...)
			return s.out
		}
		all = all[end:]
	}
}

// shortened returns an open sequence, reduced if necessary to what decides how it
// continues: its kind and its last two bytes.
func shortened(seq string) string {
	if len(seq) <= maxOpen {
		return seq
	}
	return seq[:2] + seq[len(seq)-2:]
}
