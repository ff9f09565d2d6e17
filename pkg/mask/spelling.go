package mask

import (
	"html"
	"strings"
	"unicode/utf8"
)

// spelling is one way to write one character: size bytes of text that stand for value.
type spelling struct {
	size  int
	value string
	// wide says that value, of one byte, may also stand for a character, as in \xe9.
	wide bool
}

const (
	maxEntity = 36 // bytes; "&CounterClockwiseContourIntegral;" is the longest name
	maxNested = 4  // how often %25 and &amp; may be escaped again
	maxSlash  = 64 // backslashes of one escape
	// maxSpelling exceeds the longest spelling, in bytes.
	maxSpelling = 2*maxSlash + 32
)

// spellings appends the escapes that begin text. open says that more text may complete
// another one.
func spellings(out []spelling, text string) (all []spelling, open bool) {
	switch text[0] {
	case '\\':
		return backslashed(out, text)
	case '%':
		return percented(out, text)
	case '&':
		return entities(out, text)
	case '\'':
		for _, quoted := range []string{`'\''`, `'"'"'`, `''`} {
			if strings.HasPrefix(text, quoted) {
				out = append(out, spelling{size: len(quoted), value: "'"})
			} else if strings.HasPrefix(quoted, text) {
				open = true
			}
		}
	case '"':
		if strings.HasPrefix(text, `""`) {
			out = append(out, spelling{size: 2, value: `"`})
		}
		open = len(text) == 1
	case '+':
		out = append(out, spelling{size: 1, value: " "})
	}
	return out, open
}

// backslashed reads any number of backslashes, since each level of escaping adds some,
// and the escaped character.
func backslashed(out []spelling, text string) (all []spelling, open bool) {
	run := 1
	for run < len(text) && text[run] == '\\' {
		run++
	}
	// A backslash of the value itself, escaped any number of times.
	for n := 2; n <= min(run, maxSlash); n *= 2 {
		out = append(out, spelling{size: n, value: `\`})
	}
	if run > maxSlash {
		return out, false
	}
	rest := text[run:]
	if rest == "" {
		return out, true
	}
	c := rest[0]
	add := func(n int, value string, wide bool) { out = append(out, spelling{run + n, value, wide}) }
	switch {
	case c >= '0' && c <= '7':
		n, value := 0, 0
		for n < min(3, len(rest)) && rest[n] >= '0' && rest[n] <= '7' {
			value = value*8 + int(rest[n]-'0')
			n++
		}
		if n == len(rest) && n < 3 {
			return out, true
		}
		add(n, oneByte(value), true)
	case c == 'x' && !strings.HasPrefix(rest, "x{"):
		value, n, short := hexDigits(rest[1:], 1, 2)
		if short {
			return out, true
		}
		if n > 0 {
			add(1+n, oneByte(value), true)
		}
	case c == 'u' || c == 'U' || c == 'x':
		return codePoint(out, text, run)
	default:
		if i := strings.IndexByte("nrtbfave", c); i >= 0 {
			add(1, "\n\r\t\b\f\a\v\x1b"[i:i+1], false)
		} else if c == 'E' {
			add(1, "\x1b", false)
		} else if c < utf8.RuneSelf && !alphanumeric(c) {
			add(1, rest[:1], false)
		}
	}
	return out, false
}

// codePoint reads \u0041, \u{41}, \x{41} and \U00000041, or a pair of surrogates, after
// run backslashes.
func codePoint(out []spelling, text string, run int) (all []spelling, open bool) {
	value, size, open := oneCodePoint(text[run:])
	if size == 0 {
		return out, open
	}
	size += run
	if value >= 0xd800 && value < 0xdc00 {
		low := size
		for low < len(text) && text[low] == '\\' && low-size < maxSlash {
			low++
		}
		second, n, open := oneCodePoint(text[low:])
		if n == 0 {
			return out, open || low == len(text)
		}
		value, size = 0x10000+(value-0xd800)<<10+(second-0xdc00), low+n
	}
	return append(out, spelling{size: size, value: character(value)}), false
}

// oneCodePoint reads \u0041, \u{41}, \x{41} or \U00000041 without its backslashes; size
// is 0 if there is none.
func oneCodePoint(text string) (value, size int, open bool) {
	switch {
	case text == "":
		return 0, 0, true
	case len(text) == 1:
		return 0, 0, text[0] == 'u' || text[0] == 'U' || text[0] == 'x'
	case text[1] == '{':
		value, n, short := hexDigits(text[2:], 1, 6)
		switch {
		case short || n > 0 && 2+n == len(text):
			return 0, 0, true
		case n == 0 || text[2+n] != '}':
			return 0, 0, false
		}
		return value, 2 + n + 1, false
	case text[0] == 'U':
		value, n, short := hexDigits(text[1:], 8, 8)
		return value, grown(n), short
	case text[0] == 'u':
		value, n, short := hexDigits(text[1:], 4, 4)
		return value, grown(n), short
	}
	return 0, 0, false
}

// grown returns the size of a letter and n digits; 0 without digits.
func grown(n int) int {
	if n == 0 {
		return 0
	}
	return n + 1
}

// hexDigits reads least to most digits; n is 0 if there are fewer. short says that text
// consists of digits and more may follow.
func hexDigits(text string, least, most int) (value, n int, short bool) {
	for n < min(most, len(text)) {
		digit := strings.IndexByte("0123456789abcdef", text[n]|0x20)
		if digit < 0 || text[n] < '0' {
			break
		}
		value = value<<4 | digit
		n++
	}
	if n == len(text) && n < most {
		return 0, 0, true
	}
	if n < least {
		return 0, 0, false
	}
	return value, n, false
}

// percented reads %41, and %2541, in which the % is encoded again.
func percented(out []spelling, text string) (all []spelling, open bool) {
	at := 1
	for range maxNested {
		value, n, short := hexDigits(text[at:], 2, 2)
		if n == 0 {
			return out, short
		}
		out = append(out, spelling{size: at + 2, value: oneByte(value)})
		if value != '%' {
			break
		}
		at += 2
	}
	return out, false
}

// entities reads &amp; &#38; &#x26;, and entities whose & is escaped again.
func entities(out []spelling, text string) (all []spelling, open bool) {
	at := 1
	for range maxNested {
		end := strings.IndexByte(text[at:min(len(text), at+maxEntity)], ';')
		if end < 0 {
			return out, len(text) < at+maxEntity && nameOnly(text[at:])
		}
		end += at + 1
		entity := "&" + text[at:end]
		value := html.UnescapeString(entity)
		if value == entity {
			break
		}
		out = append(out, spelling{size: end, value: value})
		if value != "&" {
			break
		}
		at = end
	}
	return out, false
}

// nameOnly reports whether text may be the beginning of an entity's name.
func nameOnly(text string) bool {
	for i := range len(text) {
		if !alphanumeric(text[i]) && text[i] != '#' {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// oneByte returns a string of one byte, without allocating.
func oneByte(value int) string { return allBytes[value&0xff : value&0xff+1] }

func character(value int) string {
	if value < utf8.RuneSelf {
		return oneByte(value)
	}
	return string(rune(value))
}

// allBytes holds every byte at its index.
var allBytes = func() string {
	var all [256]byte
	for i := range all {
		all[i] = byte(i)
	}
	return string(all[:])
}()
