package sanitize

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Notice makes untrusted text one line of at most n bytes, for a title or a
// message in the log protocol of a CI system: white space is collapsed, and
// nothing in it is a command wherever it is in a line, as long as it does not
// begin the line. The protocol's own escapes are the caller's.
func Notice(s string, n int) string {
	s = strings.Join(strings.Fields(printable(ansi.Strip(s))), " ")
	if len(s) > n {
		s = strings.TrimSpace(Head(s, n-len("…"))) + "…"
	}
	return breakCommands(s)
}
