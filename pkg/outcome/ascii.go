package outcome

import (
	"strings"
	"unicode"
)

// ASCII replaces the characters of hub's own words and pictures that are not ASCII, glyphs
// among them. Text of others keeps its own. An ellipsis gets longer, so text is replaced
// before it is cut.
func ASCII(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		return text
	}
	pairs := []string{"·", "-", "…", "...", "█", "#", "░", ".", "→", "->"}
	for _, o := range []Outcome{passed, failed, flaky, skipped, interrupted, running, stale} {
		pairs = append(pairs, o.Glyph, o.ASCII)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
