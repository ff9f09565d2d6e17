package sanitize

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// Notice returns untrusted text as one line of at most n bytes (before spaces that
// break commands), for a title or a message in the log protocol of a CI system. White
// space is collapsed. Nothing in it is a command unless it begins a line. The
// protocol's own escaping is left to the caller.
func Notice(s string, n int) string {
	s = strings.Join(strings.Fields(printable(ansi.Strip(s))), " ")
	if len(s) > n {
		s = strings.TrimSpace(Head(s, n-len("…"))) + "…"
	}
	return breakCommands(s)
}
