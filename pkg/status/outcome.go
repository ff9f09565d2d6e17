package status

import "github.com/seed-00a9b34c/hub/pkg/hub"

// Outcomes returns the last outcome of each example, completed or error, by ID. Skips
// and interruptions are ignored. Examples without an outcome are missing; the map is
// nil if all are.
func (f *File) Outcomes(examples []hub.Example) map[string]hub.Status {
	var out map[string]hub.Status
	for i := range examples {
		entry := f.Find(examples[i].ID)
		if entry == nil {
			continue
		}
		if last := entry.lastOutcome(); last != "" {
			if out == nil {
				out = make(map[string]hub.Status, len(examples))
			}
			out[examples[i].ID] = last
		}
	}
	return out
}

func (e *Entry) lastOutcome() hub.Status {
	outcome := func(s hub.Status) bool { return s == hub.StatusCompleted || s == hub.StatusError }
	if outcome(e.Status) {
		return e.Status
	}
	history := e.PastResults()
	for i := len(history) - 1; i >= 0; i-- {
		if outcome(history[i].Status) {
			return history[i].Status
		}
	}
	return ""
}

// Seconds returns how long the example took if its newest result is a pass, else 0.
func (f *File) Seconds(id string) float64 {
	if e := f.Find(id); e != nil && e.Status == hub.StatusCompleted {
		return e.ExecutionTime
	}
	return 0
}
