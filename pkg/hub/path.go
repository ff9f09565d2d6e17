package hub

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PrintablePath makes a path safe to print, to key by and to put into any
// report: bytes that are not UTF-8 and characters that cannot be seen (control
// characters, line separators, what reorders or joins text, spaces that are no
// plain ones) become %XX of their bytes. Two paths never become the same: a
// percent sign becomes %25 where it begins what would read as such an escape
// (%0A, %FF, %25, in capitals), and stays as it is everywhere else (100%, %41,
// a%20b). Apply it once, to the bytes of the system.
func PrintablePath(path string) string { return escape(path, true) }

// Printable makes a text of one line safe to print as [PrintablePath] does, but
// leaves percent signs alone: for words and names that no one reads back. It is
// its own result's.
func Printable(text string) string { return escape(text, false) }

func escape(s string, injective bool) string {
	clean := true
	for i, r := range s {
		if odd(r, s[i:]) || injective && r == '%' && isEscape(s[i:]) {
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
		if odd(r, s[i:]) || injective && r == '%' && isEscape(s[i:]) {
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

// isEscape reports whether s begins with what [PrintablePath] writes for a byte
// that it escapes: no other %XX can be mistaken for one.
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

// odd reports whether r, which rest begins with, is to be written out.
func odd(r rune, rest string) bool {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(rest)
		return n == 1
	}
	return !unicode.IsPrint(r) && r != '\u3000' // the space of Chinese and Japanese names is one that is seen
}
