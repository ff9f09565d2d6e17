package ci

import "strings"

// maxSummary bounds a summary in bytes: GitHub drops a larger one than 1,048,576
// bytes entirely, and Buildkite rejects such an annotation.
const maxSummary = 1_000_000

// FitSummary returns the part of a Markdown summary that fits after held bytes: all
// of it, or the beginning up to a heading and a line that says that the rest is
// missing; nil if not even that fits.
func FitSummary(markdown []byte, held int64) []byte {
	const cut = "\n… truncated, since step summaries have a size limit: see the reports\n"
	room := maxSummary - held
	if int64(len(markdown)) <= room {
		return markdown
	}
	// Inside a fence, a heading is part of an output.
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
