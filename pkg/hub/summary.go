package hub

import "time"

// RunSummary is what is remembered of a run when its log is gone: enough for
// trends.
type RunSummary struct {
	ID string `json:"id"`
	// Sequence is that of the run's header ([RunHeader]), or the one that the run
	// got when its log was folded in; 0 when it has none.
	Sequence int64     `json:"sequence,omitempty"`
	Started  time.Time `json:"started"`
	Seconds  float64   `json:"seconds"`
	Verdict  Verdict   `json:"verdict"`
	// Full: the run was meant to cover the whole catalog.
	Full   bool   `json:"full,omitempty"`
	Counts Counts `json:"counts"`
	// Joined holds the runs of shards that it was joined from, which are not
	// remembered beside it.
	Joined []string `json:"joined,omitempty"`
}

// Summary sums the run up.
func (r *Run) Summary() RunSummary {
	return RunSummary{
		ID: r.ID, Sequence: r.Sequence, Started: r.Started, Seconds: r.Seconds(),
		Verdict: r.Verdict(), Full: r.Full(), Counts: r.Counts(), Joined: r.Joined,
	}
}
