package ci

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTitle and maxMessage bound one line of a title and of a message, in
// bytes. GitHub cuts titles at 255 characters and messages at 4,096.
const maxTitle, maxMessage = 120, 4000

// oneLine is text of others as one line of at most so many bytes, in which no
// system finds a command wherever the line stands, as long as it does not begin
// the line.
func oneLine(s string, bytes int) string {
	s = strings.Join(strings.Fields(printable(s)), " ")
	if len(s) > bytes {
		s = strings.TrimSpace(validHead(s, bytes-len("…"))) + "…"
	}
	return defuse(s)
}

// tail is the end of an output, in lines in which no system finds a command as
// long as each stands behind something else. Where lines are missing the first
// says so.
func tail(s string) []string {
	lines := strings.Split(strings.TrimRight(printable(validTail(s, 4*outputBytes)), "\n\t "), "\n")
	cut := len(s) > 4*outputBytes
	size, at := 0, len(lines)
	for at > 0 && len(lines)-at < outputLines && size+len(lines[at-1]) <= outputBytes {
		at--
		size += len(lines[at]) + 1
	}
	kept := lines[at:]
	if len(kept) == 0 { // one line that is longer than everything may be
		kept, cut = []string{validTail(lines[len(lines)-1], outputBytes)}, true
	}
	out := make([]string, 0, len(kept)+1)
	switch {
	case cut:
		out = append(out, "… (the end of it; the reports hold more)")
	case at > 0:
		out = append(out, fmt.Sprintf("… (the end of it; %d lines before)", at))
	}
	for _, l := range kept {
		out = append(out, defuse(l))
	}
	return out
}

// printable drops what a line of text cannot hold, and makes newlines of
// everything that some reader takes for the end of a line.
func printable(s string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") { // what is not UTF-8 comes as U+FFFD
		switch {
		case r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
			b.WriteByte('\n')
		case ' ' <= r && r < 0x7f, r == '\n', r == '\t':
			b.WriteByte(byte(r))
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// defuse puts a space into everything that a system takes for a command
// wherever it stands in a line: ##[…], ##vso[…], ##teamcity[…].
func defuse(s string) string {
	if !strings.Contains(s, "#") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteByte(s[i])
		if s[i] == '#' && opens(s[i+1:]) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// opens reports whether s makes a command of the '#' before it: a second one,
// letters if any, and '['. To the comparisons of .NET, by which two of the
// systems look for it, characters without a width do not exist.
func opens(s string) bool {
	second := false
	for _, r := range s {
		switch {
		case r > unicode.MaxASCII && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		case !second && r != '#':
			return false
		case !second:
			second = true
		case r == '[':
			return true
		case r > unicode.MaxASCII || !unicode.IsLetter(r):
			return false
		}
	}
	return false
}

// validHead and validTail cut s to so many bytes, between characters.
func validHead(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func validTail(s string, n int) string {
	at := max(len(s)-n, 0)
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return s[at:]
}
