package html

import (
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
)

// The kinds of results that the page tells apart, which are the words of package outcome
// without blanks. Marks are further kinds.
const (
	passed      = "passed"
	failed      = "failed"
	flaky       = "flaky"
	skipped     = "skipped"
	interrupted = "interrupted"
	notRun      = "not-run"
)

// kindOf returns the kind of an outcome.
func kindOf(o outcome.Outcome) string { return strings.ReplaceAll(o.Word, " ", "-") }

// class returns the CSS class of a kind, mark or verdict; "other" for an unknown one,
// which only a manipulated report contains.
func class(word string) markup {
	for _, c := range []markup{
		passed, failed, flaky, skipped, interrupted, notRun,
		"doubtful", "leaked", "allowed", "new", "fixed", "known", "expired", "unlisted", "changed", "listed",
		"good", "empty",
	} {
		if word == string(c) {
			return c
		}
	}
	return "other"
}

// look returns the CSS class of a verdict.
func look(verdict string) markup {
	if verdict == "trouble" {
		return failed
	}
	return class(verdict)
}

func verdictWord(v string) string {
	switch v {
	case "good":
		return "Good"
	case "failed":
		return "Failed"
	case "interrupted":
		return "Interrupted"
	case "empty":
		return "Nothing to run"
	case "trouble":
		return "Trouble"
	}
	return "Unknown"
}

func markWord(mark string) string {
	switch mark {
	case "new":
		return "newly failing"
	case "leaked":
		return "left processes behind"
	case "allowed":
		return "allowed failure"
	case "known":
		return "known failure"
	case "expired":
		return "known failure, expired"
	case "unlisted":
		return "not in the baseline"
	case "changed":
		return "changed failure"
	case "listed":
		return "fixed, still in the baseline"
	}
	return mark
}

// standing returns the mark of a result's standing; empty if it has none. The words of
// [hub.Standing] would read like those of the comparison with earlier results.
func standing(res *hub.Result) string {
	switch res.Baseline {
	case hub.StandingKnown:
		return "known"
	case hub.StandingExpired:
		return "expired"
	case hub.StandingNew:
		return "unlisted"
	case hub.StandingChanged:
		return "changed"
	case hub.StandingFixed:
		return "listed"
	}
	return ""
}
