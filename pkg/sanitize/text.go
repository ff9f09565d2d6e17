package sanitize

import (
	"strings"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Text makes untrusted text of several lines harmless for a terminal or a CI
// log. Control sequences are removed whole, as are other controls but newline
// and tab, and characters that reorder text; carriage returns and the line
// separators of Unicode become newlines; what is not UTF-8 becomes U+FFFD. What
// a CI runner executes wherever it is in a line (##[…], ##vso[…], ##teamcity[…])
// gets a space after its first '#'.
//
// Commands that count at the start of a line only (::error::, and Buildkite's
// ---) are left to the caller, who prints a prefix before each line or uses
// [Block]. Text(Text(s)) equals Text(s).
func Text(s string) string {
	if isPlain(s) {
		return s
	}
	return breakCommands(printable(ansi.Strip(s)))
}

// Block makes untrusted text of several lines harmless where they are printed
// without a prefix: [Text] with no "::" at the start of a line.
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

// isPlain reports whether nothing in s needs a change: the fast path of nearly
// everything that is printed.
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

// printable drops every character that a line of text cannot hold, and makes a
// newline of everything that some reader takes for the end of a line.
func printable(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r' && strings.HasPrefix(s[i+n:], "\n"): // the newline follows by itself
		case isLineEnd(r):
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte('\t')
		case r < ' ', 0x7f <= r && r < 0xa0, reorders(r):
		default:
			b.WriteRune(r) // U+FFFD for what is not UTF-8
		}
		i += n
	}
	return b.String()
}
