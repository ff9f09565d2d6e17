package reporters

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Text makes untrusted text of several lines harmless for a terminal or a CI
// log. Control sequences go whole; other controls but newline and tab go, and
// so do characters that reorder text; carriage returns and the line separators
// of Unicode become newlines; what is not UTF-8 becomes U+FFFD. What a CI
// runner would take for a command wherever it stands in a line (##[…],
// ##vso[…], ##teamcity[…]) gets a space after its first '#'.
//
// Commands that count at the start of a line only (::error::, and Buildkite's
// ---) are the printer's to prevent, by a prefix of its own before each line.
// Text(Text(s)) equals Text(s).
func Text(s string) string {
	if isPlain(s) {
		return s
	}
	return defuse(printable(ansi.Strip(s)))
}

// Line makes untrusted text of one line harmless for a terminal or a CI log:
// [Text], with its lines joined by single spaces, tabs as spaces, no white
// space around it, and no "::" at its start. Line(Line(s)) equals Line(s).
func Line(s string) string {
	s = Text(s)
	if strings.ContainsAny(s, "\n\t") {
		lines := strings.Split(strings.ReplaceAll(s, "\t", " "), "\n")
		kept := lines[:0]
		for _, line := range lines {
			if line = strings.TrimSpace(line); line != "" {
				kept = append(kept, line)
			}
		}
		// Joined lines can join to a command that none of them was.
		s = defuse(strings.Join(kept, " "))
	}
	return defuseStart(strings.TrimSpace(s))
}

// isPlain says that nothing in s needs a change: the fast path of nearly
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

// printable maps every character that a line of text cannot hold.
func printable(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				break // the newline follows by itself
			}
			b.WriteByte('\n')
		case r == '\u2028', r == '\u2029', r == '\u0085':
			b.WriteByte('\n')
		case r == '\n', r == '\t':
			b.WriteByte(byte(r))
		case r < ' ', 0x7f <= r && r < 0xa0, isBidi(r):
		default:
			b.WriteRune(r) // U+FFFD for what is not UTF-8
		}
		i += n
	}
	return b.String()
}

// isBidi reports whether r changes the direction of the text around it.
func isBidi(r rune) bool {
	switch {
	case r == '\u061c', r == '\u200e', r == '\u200f',
		'\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
		return true
	}
	return false
}

// defuse puts a space into every ##name[.
func defuse(s string) string {
	if !strings.Contains(s, "#") {
		return s
	}
	var b strings.Builder
	rest := s
	for {
		i := strings.IndexByte(rest, '#')
		if i < 0 {
			break
		}
		b.WriteString(rest[:i+1])
		rest = rest[i+1:]
		if isCommand(rest) {
			b.WriteByte(' ')
		}
	}
	b.WriteString(rest)
	return b.String()
}

// isCommand reports whether s, which follows a '#', makes a command of it:
// another '#', letters if any, '['. Runners written in .NET compare by rules
// of culture, to which characters without a width do not exist, so they do
// not exist here either.
func isCommand(s string) bool {
	first := true
	for _, r := range s {
		switch {
		case isIgnorable(r):
		case first && r != '#':
			return false
		case first:
			first = false
		case r == '[':
			return true
		case r > unicode.MaxASCII || !unicode.IsLetter(r):
			return false
		}
	}
	return false
}

// defuseStart puts a space into a "::" that s starts with.
func defuseStart(s string) string {
	colons := 0
	for i, r := range s {
		switch {
		case isIgnorable(r), colons == 0 && unicode.IsSpace(r):
		case r != ':':
			return s
		case colons == 1:
			return s[:i] + " " + s[i:]
		default:
			colons = 1
		}
	}
	return s
}

// isIgnorable reports whether r is among the characters that have no width
// and that comparisons by culture pass over.
func isIgnorable(r rune) bool {
	return r > unicode.MaxASCII &&
		unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
