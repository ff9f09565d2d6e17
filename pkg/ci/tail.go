package ci

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxTitle and maxMessage bound one line of a title and of a message, in
// bytes. GitHub cuts titles at 255 characters and messages at 4,096.
const maxTitle, maxMessage = 120, 4000

// tail returns the last lines of an output, in which no system finds a command
// as long as each has something before it. Where lines are missing the first
// says so.
func tail(s string) []string {
	lines := strings.Split(strings.TrimRight(sanitize.Text(sanitize.Tail(s, 4*outputBytes)), "\n\t "), "\n")
	cut := len(s) > 4*outputBytes
	size, at := 0, len(lines)
	for at > 0 && len(lines)-at < outputLines && size+len(lines[at-1]) <= outputBytes {
		at--
		size += len(lines[at]) + 1
	}
	kept := lines[at:]
	if len(kept) == 0 { // one line that is longer than everything may be
		kept, cut = []string{sanitize.Tail(lines[len(lines)-1], outputBytes)}, true
	}
	out := make([]string, 0, len(kept)+1)
	switch {
	case cut:
		out = append(out, "… (truncated; the reports have more)")
	case at > 0:
		out = append(out, fmt.Sprintf("… (%d earlier lines omitted)", at))
	}
	return append(out, kept...)
}
