package reporters

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxSpan bounds one code span, in bytes.
const maxSpan = 600

// mdCode is untrusted text as a code span, in which no character means
// anything: no markup, no HTML, no link, no mention of a person. It never
// holds a newline, and it never stands in a table, where '|' would mean
// something even within it.
func mdCode(s string) string {
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

// mdPlace is a place as a code span, and as a link to it where the run knows
// where its files are read. Files outside of the project have no link.
func mdPlace(run *hub.Run, file string, line int, text string) string {
	address := sourceLink(run.SourceURL, file, line)
	if address == "" {
		return mdCode(text)
	}
	return "[" + mdCode(text) + "](<" + address + ">)"
}

// sourceLink is the address of a line of a file of the project; line 0 is the
// file itself. It holds nothing that ends a link or an attribute; empty when
// there is no address.
func sourceLink(template, file string, line int) string {
	if !strings.HasPrefix(template, "https://") && !strings.HasPrefix(template, "http://") ||
		file == "" || strings.HasPrefix(file, "/") || strings.HasPrefix(file, "../") || strings.Contains(file, ":") {
		return ""
	}
	if line < 1 {
		template, _, _ = strings.Cut(template, "#")
	}
	parts := strings.Split(file, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	address := strings.NewReplacer("{path}", strings.Join(parts, "/"), "{line}", strconv.Itoa(line)).Replace(template)
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>\"'\\`|()", r) }) {
		return ""
	}
	return address
}

// mdFence is untrusted text as a fenced block, in which no character means
// anything, by a fence longer than every run of backticks in it. It ends
// with a newline.
func mdFence(s string) string {
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
