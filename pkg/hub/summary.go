package hub

import (
	"slices"
	"time"
)

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
	// Command, Axis and Commit are those of the run; empty in summaries written by an older
	// hub.
	Command string `json:"command,omitempty"`
	Axis    string `json:"axis,omitempty"`
	Commit  string `json:"commit,omitempty"`
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
		Command: r.Command, Axis: r.Axis, Commit: r.Origin.Commit, Verdict: r.Verdict(), Full: r.Full(), Counts: r.Counts(), Joined: r.Joined,
	}
}

// Comparable reports whether the numbers of the run can be compared with those of an
// earlier one: both cover the whole catalog, with the command all, ci or merge (unknown for
// an older hub), on the same axis, and the earlier one was not interrupted.
func (s *RunSummary) Comparable(earlier *RunSummary) bool {
	whole := func(s *RunSummary) bool {
		return s.Full && slices.Contains([]string{"", "all", "ci", "merge"}, s.Command)
	}
	return whole(s) && whole(earlier) && s.Axis == earlier.Axis && earlier.Verdict != VerdictInterrupted
}
