package reporters

import (
	"strings"
	"unicode/utf8"
)

// maxSpan bounds one code span, in bytes.
const maxSpan = 600

// mdCode is untrusted text as a code span, in which no character means
// anything: no markup, no HTML, no link, no mention of a person. It never
// holds a newline, and it never stands in a table, where '|' would mean
// something even within it.
func mdCode(s string) string {
	s = Line(s)
	if len(s) > maxSpan {
		s = Line(cutString(s, maxSpan)) + "…"
	}
	if s == "" {
		return "(empty)"
	}
	ticks := strings.Repeat("`", longestRun(s, '`')+1)
	if len(ticks) > 1 || strings.Trim(s, " ") != s {
		s = " " + s + " "
	}
	return ticks + s + ticks
}

// mdFence is untrusted text as a fenced block, in which no character means
// anything, by a fence longer than every run of backticks in it. It ends
// with a newline.
func mdFence(s string) string {
	s = Text(s)
	if strings.Contains(s, "::") {
		// The summary may go to a CI log, where a line of it would be a command.
		lines := strings.Split(s, "\n")
		for i := range lines {
			lines[i] = defuseStart(lines[i])
		}
		s = strings.Join(lines, "\n")
	}
	fence := strings.Repeat("`", max(3, longestRun(s, '`')+1))
	return fence + "text\n" + strings.TrimSuffix(s, "\n") + "\n" + fence + "\n"
}

func longestRun(s string, c byte) int {
	longest, n := 0, 0
	for i := range len(s) {
		if s[i] == c {
			n++
			longest = max(longest, n)
		} else {
			n = 0
		}
	}
	return longest
}

// clip is s within so many characters, an ellipsis for the rest.
func clip(s string, runes int) string {
	if len(s) <= runes || utf8.RuneCountInString(s) <= runes {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == runes {
			return s[:i] + "…"
		}
	}
	return s
}
