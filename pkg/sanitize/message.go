package sanitize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// MaxMessage bounds what [Message] and [ExactMessage] return, in characters.
const MaxMessage = 500

// Message makes untrusted text an error message: one bounded line of valid
// UTF-8, without anything that moves a cursor or reorders text, and with its
// white space collapsed.
func Message(s string) string {
	return Clip(strings.Join(strings.Fields(spaced(s)), " "), MaxMessage)
}

// ExactMessage is [Message] for text that quotes texts: the white space within
// it is kept.
func ExactMessage(s string) string { return Clip(strings.TrimSpace(spaced(s)), MaxMessage) }

// spaced makes a space of every control and of all white space.
func spaced(s string) string {
	s = ansi.Strip(strings.ToValidUTF8(s, string(utf8.RuneError)))
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case reorders(r):
			return -1
		}
		return r
	}, s)
}
