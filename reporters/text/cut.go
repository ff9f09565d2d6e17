package text

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Message returns an error's message in one line of at most [MaxMessage] bytes.
func Message(s string) string { return Cut(OneLine(s), MaxMessage) }

// Cut returns s within n bytes; an ellipsis at its end says that it was longer.
func Cut(s string, n int) string {
	const mark = "…"
	switch {
	case len(s) <= n:
		return s
	case n < len(mark):
		return ""
	}
	return sanitize.Head(s, n-len(mark)) + mark
}

// OneLine joins the lines of a text. Terminal sequences go first: they end at
// a line's end at the latest, and joined they would not.
func OneLine(s string) string {
	s = ansi.Strip(s)
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
}

// HeadAndTail keeps both ends of a text that is longer than limit bytes,
// around a line that says how much is not there.
func HeadAndTail(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const room = 64 // for the mark
	half := max((limit-room)/2, 0)
	head, tail := sanitize.Head(s, half), sanitize.Tail(s, half)
	return fmt.Sprintf("%s\n[… %d bytes omitted from this report …]\n%s", head, len(s)-len(head)-len(tail), tail)
}

// LastLines returns the end of an output: at most so many lines and bytes, without
// blank lines at its end. Whole lines where one fits, else the end of the last.
func LastLines(s string, lines, bytes int) string {
	s = strings.TrimRight(s, "\r\n\t ")
	at := len(s)
	for range lines {
		i := strings.LastIndexByte(s[:at], '\n')
		if len(s)-i-1 > bytes {
			break
		}
		at = max(i, 0)
		if i < 0 {
			return s
		}
	}
	if at == len(s) {
		return sanitize.Tail(s, bytes)
	}
	return strings.TrimPrefix(s[at:], "\n")
}
