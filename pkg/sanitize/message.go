package sanitize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// MaxMessage bounds what [Message] and [ExactMessage] return, in characters.
const MaxMessage = 500

// Message returns untrusted text as an error message: one line of valid UTF-8 and
// at most [MaxMessage] characters, without control and reordering characters, white
// space collapsed.
func Message(s string) string {
	return Clip(strings.Join(strings.Fields(spaced(s)), " "), MaxMessage)
}

// ExactMessage is like [Message], but keeps inner white space, for messages that
// quote output.
func ExactMessage(s string) string { return Clip(strings.TrimSpace(spaced(s)), MaxMessage) }

// spaced replaces each control and each white space character by a space.
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
