package ci

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// maxTitle and maxMessage bound a title and a message, in bytes. GitHub cuts titles
// at 255 characters and messages at 4,096.
const maxTitle, maxMessage = 120, 4000

// tail returns the last lines of an output. They contain no command as long as each
// is printed behind a prefix. If lines are missing, the first one says so.
func tail(s string) []string {
	lines := strings.Split(strings.TrimRight(sanitize.Text(sanitize.Tail(s, 4*outputBytes)), "\n\t "), "\n")
	cut := len(s) > 4*outputBytes
	size, at := 0, len(lines)
	for at > 0 && len(lines)-at < outputLines && size+len(lines[at-1]) <= outputBytes {
		at--
		size += len(lines[at]) + 1
	}
	kept := lines[at:]
	if len(kept) == 0 { // the last line alone exceeds outputBytes
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
