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
// plain ones) become %XX of their bytes. All else is left as it is, % included,
// so that a printable path is its own.
func PrintablePath(path string) string {
	clean := true
	for i, r := range path {
		if odd(r, path[i:]) {
			clean = false
			break
		}
	}
	if clean {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); {
		r, n := utf8.DecodeRuneInString(path[i:])
		if odd(r, path[i:]) {
			for _, c := range []byte(path[i : i+n]) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		} else {
			b.WriteString(path[i : i+n])
		}
		i += n
	}
	return b.String()
}

// odd reports whether r, which rest begins with, is to be written out.
func odd(r rune, rest string) bool {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(rest)
		return n == 1
	}
	return !unicode.IsPrint(r) && r != '\u3000' // the space of Chinese and Japanese names is one that is seen
}
