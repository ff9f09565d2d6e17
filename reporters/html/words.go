package html

// class is a word of hub's own as the name of a class; what is none of them,
// which only a report that was tampered with can hold, is of no class.
func class(word string) markup {
	for _, known := range []markup{
		"completed", "error", "interrupted", "skipped", "pending", "running", "stale",
		"flaky", "doubtful", "leaked", "allowed", "new", "fixed", "good", "failed", "empty",
	} {
		if word == string(known) {
			return known
		}
	}
	return "other"
}

// look is the class of a verdict.
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
