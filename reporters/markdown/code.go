package markdown

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxSpan bounds one code span, in bytes.
const maxSpan = 600

// code is untrusted text as a code span, in which no character means
// anything: no markup, no HTML, no link, no mention of a person. It never
// holds a newline, and it never stands in a table, where '|' would mean
// something even within it.
func code(s string) string {
	s = sanitize.Line(s)
	if len(s) > maxSpan {
		s = sanitize.Line(sanitize.Head(s, maxSpan)) + "…"
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

// place is a place as a code span, and as a link to it where the run knows
// where its files are read. Files outside of the project have no link.
func location(run *hub.Run, file string, line int, label string) string {
	address := text.SourceLink(run.SourceURL, file, line)
	if address == "" {
		return code(label)
	}
	return "[" + code(label) + "](<" + address + ">)"
}

// fence is untrusted text as a fenced block, in which no character means
// anything, by a fence longer than every run of backticks in it. It ends
// with a newline.
func fence(s string) string {
	s = sanitize.Block(s) // the summary may go to a CI log
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

// diff is the difference as a fenced block.
func diff(err *hub.Error) string {
	text := text.Difference(err, tailLines)
	if text == "" {
		return ""
	}
	return strings.Replace(fence(text), "text\n", "diff\n", 1) + "\n"
}
