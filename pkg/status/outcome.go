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

// Past returns what is recorded of an example before the run of this result; nil for a
// result that needs no past, see [hub.Result.Past].
func (f *File) Past(r *hub.Result) *hub.Past {
	if r.Status != hub.StatusCompleted && r.Status != hub.StatusError && r.Status != hub.StatusInterrupted {
		return nil
	}
	e := f.Find(r.ID)
	if e == nil || r.Sound() && e.lastOutcome() == hub.StatusCompleted {
		return nil
	}
	var p hub.Past
	for _, was := range e.PastResults() {
		p.Add(was.Status, was.Flaky)
		if was.Status == hub.StatusCompleted {
			p.PassedRun = was.RunID
		}
	}
	if p.Outcomes == "" {
		return nil
	}
	for i := range f.Runs {
		if p.PassedRun != "" && f.Runs[i].ID == p.PassedRun {
			p.PassedCommit = f.Runs[i].Commit
		}
	}
	return &p
}

// Recall wraps observe so that results have the past of their examples, see [File.Past].
func (f *File) Recall(observe func(...hub.Event)) func(...hub.Event) {
	return func(events ...hub.Event) {
		for i := range events {
			if r := events[i].Result; r != nil {
				r.Past = f.Past(r)
			}
		}
		observe(events...)
	}
}
