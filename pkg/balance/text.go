package balance

import (
	"fmt"
	"strings"
)

// Words are those of a text about figures, for people.
type Words struct {
	// Seconds formats a time.
	Seconds func(seconds float64) string
	// Planned: the figures are of a plan, not of what has happened.
	Planned bool
	// Queue: the parts are workers that took tasks from a queue, in no order of theirs.
	Queue bool
}

// evenly is the ratio to the bound up to which parts are even.
const evenly = 1.10

// Lines describes the figures, in one to three lines: how long all takes beside the
// bound, the long pole, and what would help.
func (f Figures) Lines(w Words) []string {
	if f.Makespan <= 0 {
		return nil
	}
	verb := "took"
	if w.Planned {
		verb = "expected"
	}
	lines := []string{fmt.Sprintf("%s %s; no division %s takes less than %s (%.2f ×); workers idle %.0f%%",
		verb, w.Seconds(f.Makespan), f.among(), w.Seconds(f.Bound), f.Ratio(), 100*f.IdleShare())}
	if pole := f.pole(w); pole != "" {
		lines = append(lines, pole)
	}
	return lines
}

// among says among what the work is divided.
func (f Figures) among() string {
	if f.Workers == 1 {
		return "for 1 worker"
	}
	return fmt.Sprintf("among %d workers", f.Workers)
}

// pole names what decides how long all takes, and what would help; empty if the parts are
// even.
func (f Figures) pole(w Words) string {
	name, long := f.Longest.Name, f.Longest.Longest
	switch useful := f.Useful(); {
	case f.Last.Limit != "" && f.Ratio() > evenly:
		return fmt.Sprintf("part %d ends last, after %s: the limit %s decides how fast its examples start", f.Last.Part, w.Seconds(f.Last.End-f.Last.Begin), f.Last.Limit)
	case f.Slots > 1 && name != "" && long >= f.Bound*(1-1e-9) && useful < f.Slots:
		more := fmt.Sprintf("more than %d parts do not help", useful)
		if useful == 1 {
			more = "more than one part does not help"
		}
		return fmt.Sprintf("%s alone takes %s, %.0f%% of the work: %s; make it shorter, or split it", name, w.Seconds(long), 100*long/f.Busy, more)
	case f.Ratio() <= evenly, f.Parts == 1:
		return ""
	case !w.Planned && f.Late > f.Makespan/2:
		return fmt.Sprintf("part %d ended last because it began %s after the first; at most %d of %d parts ran at a time: more machines or fewer parts would help",
			f.Last.Part, w.Seconds(f.Late), f.Slots, f.Parts)
	case w.Queue && name != "" && long >= f.Makespan/2:
		return fmt.Sprintf("%s takes %s; make it shorter, or split it", name, w.Seconds(long))
	case w.Queue:
		return "workers waited for the queue, or were there for a part of the time only"
	case name != "" && long >= f.Makespan/2 && f.Last.Part == f.Longest.Part:
		return strings.TrimSpace(fmt.Sprintf("part %d ends last because %s takes %s; %s", f.Last.Part, name, w.Seconds(long), f.remedy(w)))
	}
	return strings.TrimSpace(fmt.Sprintf("part %d ends last, after %s; %s", f.Last.Part, w.Seconds(f.Last.End-f.Last.Begin), f.remedy(w)))
}

// remedy says what would make the parts more even.
func (f Figures) remedy(w Words) string {
	if w.Planned {
		return "fewer parts would be more even"
	}
	return "plan again with these durations, with more parts than machines, or take examples from a queue"
}
