// Package outcome gives results the words by which people know them: passed, failed,
// skipped, interrupted, flaky. Records, JSON, CSV and filters keep the words of
// [hub.Status]; [Status] reads both.
package outcome

import (
	"github.com/seed-00a9b34c/hub/pkg/ansi"
	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Outcome is how people see a result. The zero value is that of an unknown status.
type Outcome struct {
	// Word is a single lower-case word, or two for what has no result yet.
	Word string
	// Glyph is one column wide, and not ASCII; ASCII takes its place where the
	// terminal cannot show it.
	Glyph, ASCII string
	// Role is the colour of both.
	Role ansi.Paint
}

var (
	passed      = Outcome{"passed", "✓", "+", ansi.Good}
	failed      = Outcome{"failed", "✗", "x", ansi.Bad}
	flaky       = Outcome{"flaky", "↻", "~", ansi.Warn}
	skipped     = Outcome{"skipped", "–", "-", ansi.Dim}
	interrupted = Outcome{"interrupted", "!", "!", ansi.Incomplete}
	running     = Outcome{"running", "▸", ">", ansi.Incomplete}
	pending     = Outcome{"not run", "·", ".", ansi.Incomplete}
	stale       = Outcome{"stale", "≠", "*", ansi.Warn}
)

// Of returns the outcome of a result. A pass that needs attention (doubtful, or with
// processes left behind) and an allowed failure have the role [ansi.Warn].
func Of(r *hub.Result) Outcome {
	o := OfStatus(r.Status, r.Flaky)
	if r.Status == hub.StatusCompleted && (r.Doubtful != "" || len(r.Leaked) > 0) || r.AllowedFailure != nil && r.Status == hub.StatusError {
		o.Role = ansi.Warn
	}
	return o
}

// OfStatus returns the outcome of a recorded status; isFlaky says that it passed after a
// failed attempt.
func OfStatus(s hub.Status, isFlaky bool) Outcome {
	switch s {
	case hub.StatusCompleted:
		if isFlaky {
			return flaky
		}
		return passed
	case hub.StatusError:
		return failed
	case hub.StatusInterrupted:
		return interrupted
	case hub.StatusSkipped:
		return skipped
	case hub.StatusRunning:
		return running
	case hub.StatusStale:
		return stale
	}
	return pending
}

// Sign returns the glyph, or its ASCII form where the terminal does not use UTF-8.
func (o Outcome) Sign(utf8 bool) string {
	if utf8 {
		return o.Glyph
	}
	return o.ASCII
}

// Status returns the status that a word of people stands for: passed is completed, failed
// is error. Other words are returned as they are.
func Status(word string) string {
	switch word {
	case passed.Word:
		return string(hub.StatusCompleted)
	case failed.Word:
		return string(hub.StatusError)
	}
	return word
}
