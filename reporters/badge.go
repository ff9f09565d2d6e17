package reporters

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// tone is what a badge's colour says.
type tone int

const (
	toneUnknown tone = iota // nothing was proven, neither good nor bad
	toneGood                // everything passed
	toneWarn                // the verdict is good, and there is something to look at
	toneBad                 // something failed
	toneTrouble             // something other than an example went wrong
)

// colours returns that of the image, on which white text has a contrast of at least 4.5, and
// the name that shields.io has for the like.
func (t tone) colours() (image, shields string) {
	switch t {
	case toneGood:
		return "#2e7d32", "brightgreen"
	case toneWarn:
		return "#8a6100", "yellow"
	case toneBad:
		return "#c62828", "red"
	case toneTrouble:
		return "#a84300", "orange"
	}
	return "#616161", "lightgrey"
}

// badgeLabel is the left text of the badge of a run.
const badgeLabel = "examples"

// badgeOf returns the right text of the badge of a run, and its tone. It is good only if the
// verdict is, everything in the catalog was run, and nothing in it is marked flaky, doubtful,
// leaky or allowed to fail. A badge says what the run was, not when: whoever shows it replaces
// it after each run.
func badgeOf(run *hub.Run) (message string, as tone) {
	verdict := run.Verdict()
	switch {
	case verdict == hub.VerdictInterrupted:
		return "interrupted", toneUnknown
	case verdict == hub.VerdictEmpty:
		if run.Catalog == 0 {
			return "none found", toneUnknown
		}
		return "nothing was run", toneUnknown
	}
	paired := text.Paired(run)
	counts := paired.Counts()
	failed := 0
	for i := range paired.Results {
		if res := &paired.Results[i]; res.Status == hub.StatusError && res.Gates() {
			failed++
		}
	}
	message = badgeText(failed, &counts)
	switch verdict {
	case hub.VerdictTrouble:
		return "trouble, " + message, toneTrouble
	case hub.VerdictFailed:
		if failed == 0 || text.End(run.End) != "" {
			message = "not finished, " + message
		}
		return message, toneBad
	}
	as = toneGood
	if counts.Flaky+counts.Doubtful+counts.Leaked+counts.AllowedFailure > 0 {
		as = toneWarn
	}
	if n := len(run.Plan); n < run.Catalog {
		message, as = fmt.Sprintf("%s (%d of %d)", message, n, run.Catalog), toneWarn
	}
	if counts.Completed == 0 && as == toneGood { // all are skipped
		as = toneUnknown
	}
	return message, as
}

// badgeText has the outcomes in a few words.
func badgeText(failed int, c *hub.Counts) string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+what)
		}
	}
	add(failed, "failed")
	add(c.Errors-failed, "allowed to fail")
	parts = append(parts, strconv.Itoa(c.Completed)+" passed")
	add(c.Skipped, "skipped")
	return strings.Join(parts, ", ")
}

// badgeWidth is about how wide Verdana of 11 pixels shows the text.
func badgeWidth(s string) int {
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
