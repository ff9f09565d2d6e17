package markdown

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// maxSpan bounds one code span, in bytes.
const maxSpan = 600

// code returns untrusted text as a code span on one line, in which nothing is markup,
// HTML, a link or a mention. It must not be used in a table, where '|' is markup even in
// code spans.
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

// location returns label as a code span, linked to the source if the run has a source URL
// and the file is in the project.
func location(run *hub.Run, file string, line int, label string) string {
	address := text.SourceLink(run.SourceURL, file, line)
	if address == "" {
		return code(label)
	}
	return "[" + code(label) + "](<" + address + ">)"
}

// fence returns untrusted text as a fenced block. The fence is longer than every run of
// backticks in the text. It ends with a newline.
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

// diff returns the diff of an error as a fenced block; empty if there is none.
func diff(err *hub.Error) string {
	text := text.Difference(err, tailLines)
	if text == "" {
		return ""
	}
	return strings.Replace(fence(text), "text\n", "diff\n", 1) + "\n"
}
