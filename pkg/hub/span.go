package hub

import "time"

// Span is a phase of hub's own work in a run, such as finding the catalog. It shows
// where time goes and decides nothing.
type Span struct {
	// Name says what was done.
	Name string `json:"name"`
	// Started is when it began; spans may overlap, and most begin before the run.
	Started time.Time `json:"started"`
	// Seconds is how long it took.
	Seconds float64 `json:"seconds"`
}

// Examples returns the time from the start of the first attempt to the end of the last
// as a span; nil if there was none.
func (r *Run) Examples() []Span {
	var first, last time.Time
	for i := range r.Results {
		for k := range r.Results[i].Attempts {
			a := &r.Results[i].Attempts[k]
			if first.IsZero() || a.Started.Before(first) {
				first = a.Started
			}
			if end := a.Started.Add(time.Duration(a.Seconds * float64(time.Second))); end.After(last) {
				last = end
			}
		}
	}
	if first.IsZero() {
		return nil
	}
	return []Span{{Name: "examples", Started: first, Seconds: last.Sub(first).Seconds()}}
}
