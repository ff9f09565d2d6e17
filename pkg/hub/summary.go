package hub

import "time"

// RunSummary is what is kept of a run after its log is removed: enough for
// trends.
type RunSummary struct {
	ID string `json:"id"`
	// Sequence is the sequence of the run ([RunHeader]), or the one assigned
	// when its log was folded in; 0 when it has none.
	Sequence int64     `json:"sequence,omitempty"`
	Started  time.Time `json:"started"`
	Seconds  float64   `json:"seconds"`
	Verdict  Verdict   `json:"verdict"`
	// Full: the run covers the whole catalog.
	Full   bool   `json:"full,omitempty"`
	Counts Counts `json:"counts"`
	// Joined lists the shard runs that it was merged from; they have no summary
	// of their own.
	Joined []string `json:"joined,omitempty"`
}

// Summary returns the summary of the run.
func (r *Run) Summary() RunSummary {
	return RunSummary{
		ID: r.ID, Sequence: r.Sequence, Started: r.Started, Seconds: r.Seconds(),
		Verdict: r.Verdict(), Full: r.Full(), Counts: r.Counts(), Joined: r.Joined,
	}
}
