package sanitize

import (
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// XML returns s as text that XML 1.0 can hold. Terminal sequences are removed;
// forbidden characters and invalid UTF-8 become U+FFFD. The token that attaches a
// file to a report, see [Attachment], is broken with a space, so that no output can
// attach files of the machine. XML does not escape.
func XML(s string) string {
	if !hasForbidden(s) {
		return defuseAttachments(s)
	}
	s = ansi.Strip(s)
	var b strings.Builder
	b.Grow(len(s) + 16)
	for _, r := range s {
		if !InXML(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return defuseAttachments(b.String())
}

func hasForbidden(s string) bool {
	ascii := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			return true
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return false
	}
	if !utf8.ValidString(s) || ansi.In(s) {
		return true
	}
	return strings.Contains(s, "\ufffe") || strings.Contains(s, "\uffff")
}

// InXML reports whether XML 1.0 allows the character.
func InXML(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return true
	case r < ' ', r == '\ufffe', r == '\uffff', 0xd800 <= r && r <= 0xdfff, r > 0x10ffff:
		return false
	}
	return true
}

// Attachment begins the token that attaches a file to a JUnit case; "]]" ends it.
const Attachment = "[[ATTACHMENT|"

// defuseAttachments breaks the token, ignoring case.
func defuseAttachments(s string) string {
	if !strings.Contains(s, "[[") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "[[")
		if i < 0 {
			break
		}
		b.WriteString(s[:i+1])
		if len(s)-i >= len(Attachment) && strings.EqualFold(s[i:i+len(Attachment)], Attachment) {
			b.WriteByte(' ')
		}
		s = s[i+1:]
	}
	b.WriteString(s)
	return b.String()
}
