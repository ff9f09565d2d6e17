package sanitize

import "strings"

// Line returns untrusted text as one line that is safe on a terminal or in a CI
// log: [Text], with lines joined by single spaces, tabs as spaces, surrounding
// white space trimmed, and no "::" at the start. Line(Line(s)) equals Line(s).
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
		// Joining lines can form a new command.
		s = breakCommands(strings.Join(kept, " "))
	}
	return breakStart(strings.TrimSpace(s))
}
