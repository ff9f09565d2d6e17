package badge

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Tone is what a badge's colour says.
type Tone int

const (
	// Unknown: nothing was proven, neither good nor bad.
	Unknown Tone = iota
	// Good: everything passed.
	Good
	// Warn: the verdict is good, and there is something to look at.
	Warn
	// Bad: something failed.
	Bad
	// Trouble: something other than an example went wrong.
	Trouble
)

// tones has the colours of each tone: that of the image, on which white text has a contrast
// of at least 4.5, and the name that shields.io has for the like.
var tones = map[Tone]struct{ image, shields string }{
	Unknown: {"#616161", "lightgrey"},
	Good:    {"#2e7d32", "brightgreen"},
	Warn:    {"#8a6100", "yellow"},
	Bad:     {"#c62828", "red"},
	Trouble: {"#a84300", "orange"},
}

// Label is the left text of the badge of a run.
const Label = "examples"

// Of returns the right text of the badge of a run, and its tone.
func Of(run *hub.Run) (message string, tone Tone) {
	verdict := run.Verdict()
	switch {
	case verdict == hub.VerdictInterrupted:
		return "interrupted", Unknown
	case verdict == hub.VerdictEmpty:
		if run.Catalog == 0 {
			return "none found", Unknown
		}
		return "nothing was run", Unknown
	}
	counts := text.Paired(run).Counts()
	message = said(&counts)
	switch verdict {
	case hub.VerdictTrouble:
		return "trouble, " + message, Trouble
	case hub.VerdictFailed:
		if counts.Errors == counts.AllowedFailure || text.End(run.End) != "" {
			message = "not finished, " + message
		}
		return message, Bad
	}
	tone = Good
	if counts.Flaky+counts.Doubtful+counts.Leaked+counts.AllowedFailure > 0 {
		tone = Warn
	}
	if n := len(run.Plan); n < run.Catalog {
		message, tone = fmt.Sprintf("%s (%d of %d)", message, n, run.Catalog), Warn
	}
	if counts.Completed == 0 && tone == Good { // all are skipped
		tone = Unknown
	}
	return message, tone
}

// said are the outcomes in a few words.
func said(c *hub.Counts) string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+what)
		}
	}
	add(c.Errors-c.AllowedFailure, "failed")
	add(c.AllowedFailure, "known to fail")
	parts = append(parts, strconv.Itoa(c.Completed)+" passed")
	add(c.Skipped, "skipped")
	return strings.Join(parts, ", ")
}

// width is about how wide Verdana of 11 pixels shows the text.
func width(s string) int {
	tenths := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("ijl'|.,:; ", r):
			tenths += 39
		case strings.ContainsRune("frt()[]-/", r):
			tenths += 47
		case strings.ContainsRune("mwMW%", r) || r > 0x2e80:
			tenths += 107
		case 'A' <= r && r <= 'Z':
			tenths += 78
		default:
			tenths += 68
		}
	}
	return (tenths + 9) / 10
}
