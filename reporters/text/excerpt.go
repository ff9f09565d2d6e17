package text

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// leastQuote is the smallest length, in bytes, of a line that counts as quoted by an error.
const leastQuote = 4

// Excerpt returns at most that many lines and bytes of an output, sanitised, without a
// final line end, and the number of other lines. These are the lines around the line that
// the error message quotes, or the end of the output if it quotes none, or one near the
// end.
func Excerpt(output, message string, lines, bytes int) (excerpt string, left int) {
	output = strings.TrimRight(output, "\r\n\t ")
	if output == "" {
		return "", 0
	}
	all := strings.Count(output, "\n") + 1
	if at := quoted(output, message); at >= 0 {
		n := strings.Count(output[:at], "\n")
		if first := max(0, n-(lines-1)/2); first+lines < all {
			part := output
			for range first {
				_, part, _ = strings.Cut(part, "\n")
			}
			end := 0
			for range lines {
				end += strings.IndexByte(part[end:], '\n') + 1
			}
			output = part[:max(0, end-1)]
			if len(output) > bytes {
				output = sanitize.Head(output, bytes)
			}
			all -= strings.Count(output, "\n") + 1
			// Sanitising may add line ends.
			head := strings.SplitN(sanitize.Text(output), "\n", lines+1)
			return strings.Join(head[:min(len(head), lines)], "\n"), all
		}
	}
	// Cut before sanitising to bound the work, and after it since it may add line ends.
	tail := LastLines(output, lines, bytes)
	all -= strings.Count(tail, "\n") + 1
	return LastLines(sanitize.Text(tail), lines, bytes), all
}

// quoted returns the start of the line that a message quotes, wholly or in part. If there
// are several, it is the one with the longest match, and the last of equal ones; -1 if
// there is none.
func quoted(output, message string) int {
	message = strings.TrimSpace(message)
	at, most, begin := -1, leastQuote, 0
	for line := range strings.SplitSeq(output, "\n") {
		text, n := strings.TrimSpace(line), 0
		switch {
		case len(text) <= len(message) && strings.Contains(message, text):
			n = len(text)
		case strings.Contains(text, message):
			n = len(message)
		}
		if n >= most {
			at, most = begin, n
		}
		begin += len(line) + 1
	}
	return at
}
