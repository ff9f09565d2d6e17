package jsonline

import "unicode/utf8"

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// ordinary returns the position, from i on, of the first byte of s that is not ASCII, a
// control character, '"', '\\', or one of '<', '>' and '&' in the form HTML. It looks at
// eight bytes at a time: most texts have none.
func ordinary[T string | []byte](f Form, s T, i int) int {
	for ; i+8 <= len(s); i += 8 {
		w := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		// The highest bit of a byte is set if it is not ASCII, or if subtracting has borrowed:
		// of the byte itself, of the byte xor the character. Borrowing on into a higher byte
		// is only a reason to look at each.
		found := w | (w - ' '*ones) | ((w ^ '"'*ones) - ones) | ((w ^ '\\'*ones) - ones)
		if f == HTML {
			found |= ((w ^ '<'*ones) - ones) | ((w ^ '>'*ones) - ones) | ((w ^ '&'*ones) - ones)
		}
		if found&highs != 0 {
			break
		}
	}
	for i < len(s) {
		c := s[i]
		if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf || f == HTML && (c == '<' || c == '>' || c == '&') {
			break
		}
		i++
	}
	return i
}
