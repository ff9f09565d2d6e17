package sanitize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTitle bounds a title, in visible characters.
const maxTitle = 200

// Title returns untrusted text as a title, a group, a tag or a message about
// metadata: one line of valid UTF-8 without control and reordering characters, white
// space collapsed, at most 200 visible characters.
func Title(s string) string {
	var b strings.Builder
	space, n := false, 0
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == utf8.RuneError, unicode.IsControl(r), reorders(r):
			continue
		}
		if n++; n > maxTitle {
			b.WriteString("…")
			break
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
