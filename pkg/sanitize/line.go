package sanitize

import "strings"

// Line makes untrusted text of one line harmless for a terminal or a CI log:
// [Text], with its lines joined by single spaces, tabs as spaces, no white
// space around it, and no "::" at its start. Line(Line(s)) equals Line(s).
func Line(s string) string {
	s = Text(s)
	if strings.ContainsAny(s, "\n\t") {
		lines := strings.Split(strings.ReplaceAll(s, "\t", " "), "\n")
		kept := lines[:0]
		for _, line := range lines {
			if line = strings.TrimSpace(line); line != "" {
				kept = append(kept, line)
			}
		}
		// Joined lines can form a command that none of them was.
		s = breakCommands(strings.Join(kept, " "))
	}
	return breakStart(strings.TrimSpace(s))
}
