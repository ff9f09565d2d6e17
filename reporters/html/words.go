package html

// class returns the CSS class of a status, mark or verdict; "other" for an unknown one,
// which only a manipulated report contains.
func class(word string) markup {
	for _, c := range []markup{
		"completed", "error", "interrupted", "skipped", "pending", "running", "stale",
		"flaky", "doubtful", "leaked", "allowed", "new", "fixed", "good", "failed", "empty",
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
	if mark == "new" {
		return "newly failing"
	}
	return mark
}
