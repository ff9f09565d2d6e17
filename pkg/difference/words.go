package difference

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/outcome"
	"github.com/seed-00a9b34c/hub/reporters/text"
)

// Summary says in a few words what has changed.
func (d *Difference) Summary() string {
	var parts []string
	for _, kind := range Kinds() {
		if n := d.Count(kind); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind.Words()))
		}
	}
	if len(parts) == 0 {
		return "no differences"
	}
	return strings.Join(parts, ", ")
}

// Words is the kind for people.
func (k Kind) Words() string {
	switch k {
	case Failing:
		return "newly failing"
	case Changed:
		return "failing differently"
	case Unclear:
		return "no longer clear"
	}
	return string(k)
}

// Title names a run by its ID and verdict. Its text is untrusted.
func (r *Run) Title() string { return fmt.Sprintf("%s (%s)", r.ID, r.Verdict) }

// Remarks says which examples were not compared, one text each. They are untrusted.
func (d *Difference) Remarks() []string {
	var out []string
	add := func(r *Run) {
		switch {
		case r.Unmatched == 1:
			out = append(out, fmt.Sprintf("1 example is only in %s: not every run covers the whole catalog, so it is neither new nor gone", r.ID))
		case r.Unmatched > 1:
			out = append(out, fmt.Sprintf("%d examples are only in %s: not every run covers the whole catalog, so they are neither new nor gone", r.Unmatched, r.ID))
		}
	}
	add(&d.Before)
	add(&d.After)
	return out
}

// Words describes a result in a change of that kind; "-" for none. The text is untrusted.
func (s *Side) Words(kind Kind) string {
	switch {
	case s == nil:
		return "-"
	case kind == Slower:
		return text.Seconds(s.Seconds)
	case s.Status == hub.StatusError:
		line := fmt.Sprintf("%s: %s", s.Type, s.Message)
		switch {
		case s.Baseline != "":
			line += fmt.Sprintf(" (%s)", s.Baseline)
		case s.Allowed:
			line += " (allowed)"
		}
		return line
	case s.Flaky:
		return "flaky"
	case s.Status == hub.StatusCompleted && s.Reason != "":
		return "doubtful: " + s.Reason
	}
	word := outcome.OfStatus(s.Status, false).Word
	if s.Reason != "" && s.Status != hub.StatusPending {
		word += ": " + s.Reason
	}
	return word
}
