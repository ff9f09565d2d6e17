package sanitize

import (
	"strings"
	"unicode"
)

// breakCommands inserts a space after the first '#' of every ##name[, which Azure
// Pipelines, GitHub and TeamCity execute anywhere in a line.
func breakCommands(s string) string {
	if !strings.Contains(s, "#") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '#')
		if i < 0 {
			break
		}
		b.WriteString(s[:i+1])
		s = s[i+1:]
		if completesCommand(s) {
			b.WriteByte(' ')
		}
	}
	b.WriteString(s)
	return b.String()
}

// completesCommand reports whether s completes a command after a '#': another
// '#', optional letters, '['. Runners written in .NET compare by culture, which
// ignores zero-width characters, so they are ignored here too.
func completesCommand(s string) bool {
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

// breakStart inserts a space into a "::" at the start of s, where GitHub executes it.
func breakStart(s string) string {
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
