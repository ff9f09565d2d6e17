package sanitize

import (
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Text returns untrusted multi-line text that is safe on a terminal or in a CI log.
// It removes control sequences, control characters other than newline and tab, and
// characters that reorder text. Carriage returns and Unicode line separators become
// newlines; invalid UTF-8 becomes U+FFFD. Commands that CI systems execute anywhere
// in a line (##[…], ##vso[…], ##teamcity[…]) get a space after their first '#'.
//
// Commands that only count at the start of a line (::error::, Buildkite's ---) are
// left to the caller, who prefixes each line or uses [Block]. Text(Text(s)) equals
// Text(s).
func Text(s string) string {
	if isPlain(s) {
		return s
	}
	return breakCommands(printable(ansi.Strip(s)))
}

// Block returns untrusted multi-line text that is safe to print without a prefix:
// [Text], with no "::" at the start of a line.
func Block(s string) string {
	s = Text(s)
	if strings.Count(s, ":") < 2 {
		return s
	}
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = breakStart(lines[i])
	}
	return strings.Join(lines, "\n")
}

// isPlain reports whether [Text] leaves s unchanged: the fast path for nearly all
// output.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0x7f:
			return false
		case c < ' ' && c != '\n' && c != '\t':
			return false
		case c == '#' && i+1 < len(s) && s[i+1] == '#':
			return false
		}
	}
	return true
}

// printable drops characters that a line of text cannot hold, and turns everything
// that any reader takes for a line end into a newline.
func printable(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r' && strings.HasPrefix(s[i+n:], "\n"): // the newline follows
		case isLineEnd(r):
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte('\t')
		case r < ' ', 0x7f <= r && r < 0xa0, reorders(r):
		default:
			b.WriteRune(r) // U+FFFD for invalid UTF-8
		}
		i += n
	}
	return b.String()
}
