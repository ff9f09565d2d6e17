package hub

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PrintablePath makes a path safe to print, to use as a key and to put into
// reports: bytes that are not UTF-8 and invisible characters (control
// characters, line separators, characters that reorder or join text, unusual
// spaces) become %XX for each of their bytes. Different paths stay different: a
// percent sign becomes %25 if it begins a text that reads as such an escape
// (%0A, %FF, %25, in capitals), and is unchanged everywhere else (100%, %41,
// a%20b). Apply it once, to the system's bytes.
func PrintablePath(path string) string { return escape(path, true) }

// Printable escapes a line of text like [PrintablePath], but leaves percent
// signs alone: for words and names that are not decoded again. It is
// idempotent.
func Printable(text string) string { return escape(text, false) }

// RawPath returns the bytes of which [PrintablePath] made the text.
func RawPath(printable string) string {
	if !strings.Contains(printable, "%") {
		return printable
	}
	raw := make([]byte, 0, len(printable))
	for rest := printable; rest != ""; {
		if !isEscape(rest) {
			raw, rest = append(raw, rest[0]), rest[1:]
			continue
		}
		c, _ := strconv.ParseUint(rest[1:3], 16, 8) // isEscape has read it
		raw, rest = append(raw, byte(c)), rest[3:]
	}
	return string(raw)
}

func escape(s string, injective bool) string {
	plain := 0 // bytes of printable ASCII; most names have no others
	for plain < len(s) && ' ' <= s[plain] && s[plain] <= '~' && (s[plain] != '%' || !injective) {
		plain++
	}
	clean := true
	for i, r := range s[plain:] {
		i += plain
		if unprintable(r, s[i:]) || injective && r == '%' && isEscape(s[i:]) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unprintable(r, s[i:]) || injective && r == '%' && isEscape(s[i:]) {
			for _, c := range []byte(s[i : i+n]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// isEscape reports whether s begins with an escape that [PrintablePath] writes
// for a byte. No other %XX can be mistaken for one.
func isEscape(s string) bool {
	if len(s) < 3 || s[0] != '%' {
		return false
	}
	var c byte
	for _, digit := range []byte(s[1:3]) {
		switch {
		case '0' <= digit && digit <= '9':
			c = c<<4 | (digit - '0')
		case 'A' <= digit && digit <= 'F':
			c = c<<4 | (digit - 'A' + 10)
		default:
			return false
		}
	}
	return c < ' ' || c >= 0x7f || c == '%'
}

// unprintable reports whether r, the first rune of rest, must be escaped.
func unprintable(r rune, rest string) bool {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(rest)
		return n == 1
	}
	return !unicode.IsPrint(r) && r != '\u3000' // the visible space in Chinese and Japanese names
}
