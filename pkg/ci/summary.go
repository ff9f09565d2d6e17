package ci

import "strings"

// maxSummary is the budget of a summary in bytes: GitHub drops one of more than
// 1,048,576, whole. Buildkite refuses an annotation of more.
const maxSummary = 1_000_000

// FitSummary returns what of a summary in Markdown fits where so many bytes are
// held already: all of it, or its beginning up to a heading, with a line that
// says so; nothing when not even that fits.
func FitSummary(markdown []byte, held int64) []byte {
	const cut = "\n… truncated, since step summaries have a size limit: see the reports\n"
	room := maxSummary - held
	if int64(len(markdown)) <= room {
		return markdown
	}
	// Headings count outside of fences only: within one they are an output's.
	at, good, fence := 0, 0, ""
	for line := range strings.Lines(string(markdown)) {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence != "" && len(ticks) >= len(fence) && strings.TrimSpace(line) == ticks:
			fence = ""
		case fence == "" && (strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "### ")):
			good = at
		}
		if at += len(line); int64(at+len(cut)) > room {
			break
		}
	}
	if good == 0 {
		return nil
	}
	return append(markdown[:good:good], cut...)
}
