package text

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// Message returns an error message as one line of at most [MaxMessage] bytes.
func Message(s string) string { return Cut(OneLine(s), MaxMessage) }

// Cut returns s within n bytes; if it was longer, it ends with an ellipsis.
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

// OneLine joins the lines of a text. It removes terminal sequences first, since the end of
// a line terminates them.
func OneLine(s string) string {
	s = ansi.Strip(s)
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
}

// HeadAndTail keeps both ends of a text of more than limit bytes, around a line with the
// number of bytes omitted.
func HeadAndTail(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const room = 64 // for the mark
	half := max((limit-room)/2, 0)
	head, tail := sanitize.Head(s, half), sanitize.Tail(s, half)
	return fmt.Sprintf("%s\n[… %d bytes omitted from this report …]\n%s", head, len(s)-len(head)-len(tail), tail)
}

// LastLines returns the end of an output without trailing blank lines: whole lines within
// the bounds, or the end of the last line if none fits.
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
