package html

import "github.com/seed-00a9b34c/hub/pkg/hub"

// class returns the CSS class of a status, mark or verdict; "other" for an unknown one,
// which only a manipulated report contains.
func class(word string) markup {
	for _, c := range []markup{
		"completed", "error", "interrupted", "skipped", "pending", "running", "stale",
		"flaky", "doubtful", "leaked", "allowed", "new", "fixed", "good", "failed", "empty",
		"known", "expired", "unlisted", "changed", "listed",
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
		return "failed"
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

func statusWord(status string) string {
	if status == "pending" {
		return "not run"
	}
	return status
}

func markWord(mark string) string {
	switch mark {
	case "new":
		return "newly failing"
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
