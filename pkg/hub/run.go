package hub

import (
	"fmt"
	"time"
)

// SchemaVersion is the version of the run log's lines and of report.json. It
// increases when a reader of the old format could misread the new one. Older
// versions can be read; this one is written.
//
//	2  run-problem: a reader that ignores it takes such a run for good
//	1  the first
const SchemaVersion = 2

// RunHeader is what is known about a run before its first example starts.
type RunHeader struct {
	SchemaVersion int `json:"schemaVersion"`
	// ID sorts by start time and is unique in its folder.
	ID string `json:"id"`
	// Sequence is the position of the run among the runs of its state folder,
	// from 1: the greatest is the newest, whatever the clocks said. It is
	// assigned under the lock before the log is created. It is 0 when the run
	// was not recorded, or by a hub without sequences. Numbers of different
	// folders cannot be compared.
	Sequence int64 `json:"sequence,omitempty"`
	// Hub is the version of hub that ran it.
	Hub string `json:"hub"`
	// Command is the hub command (all, ci, errors, merge, run, stale).
	Command string    `json:"command"`
	Started time.Time `json:"started"`
	Workers int       `json:"workers"`
	// Catalog is the number of examples in the repository.
	Catalog int `json:"catalog"`
	// LeftOut counts the examples that were not selected, by reason, in the
	// order in which the reasons first occur.
	LeftOut []LeftOut `json:"leftOut,omitempty"`
	// NoExamples counts the files that look like programs and are not in the catalog:
	// support files, transcripts and parts of other examples. A folder of support files
	// counts as one.
	NoExamples int `json:"noExamples,omitempty"`
	// Shard is set if only a part of the plan was run.
	Shard *Shard `json:"shard,omitempty"`
	// Part is set if the run is of a part of a plan file, or takes its examples of one
	// from a queue.
	Part *Part `json:"part,omitempty"`
	// Planned is the number of examples in the whole plan, of which this shard
	// runs a part; 0 without shards.
	Planned int `json:"planned,omitempty"`
	// Pipeline identifies the run of a CI pipeline to which this run belongs.
	// It stays the same when failed jobs are run again. Shards of different
	// pipelines are not merged. Empty when unknown.
	Pipeline string `json:"pipeline,omitempty"`
	// Axis names the matrix cell of this run, such as an operating system.
	// Shards of different cells are not merged. Empty when there is none.
	Axis string `json:"axis,omitempty"`
	// Attempt is the number that the CI system or the user gave this attempt;
	// it grows from attempt to attempt. 0 when there is none. Numbers can be
	// compared only between runs with the same Pipeline, Axis and Job.
	Attempt int64 `json:"attempt,omitempty"`
	// Job is the scope within which Attempt counts, if that is not the
	// pipeline.
	Job string `json:"job,omitempty"`
	// Runners holds the first lines that the version commands of the runners
	// printed, by runner, for the runners that the plan uses. It is recorded
	// for shards, whose machines may differ.
	Runners map[string]string `json:"runners,omitempty"`
	// Unmasked lists, sorted, the variables that the configuration names as
	// secrets, but whose values could not be masked: they are too short, or
	// common words.
	Unmasked []string `json:"unmasked,omitempty"`
	// Joined lists the IDs of the shard runs that this run was merged from, in
	// order. Its results say from which of them they come.
	Joined []string `json:"joined,omitempty"`
	// Parts says when and where each of them ran, in the order of Joined. It is empty
	// in logs of older hubs.
	Parts []PartRun `json:"parts,omitempty"`
	// History lists the earlier runs that are recorded, in recording order. A
	// trend is thus part of the run, and a report needs nothing else.
	History []RunSummary `json:"history,omitempty"`
	// PlanDigest identifies the whole plan and is the same for all its shards:
	// [PlanDigest] of Policies and PlanItems.
	PlanDigest string `json:"planDigest"`
	// Policies lists the settings that decide verdicts for the whole run, such
	// as "flaky fail", "doubtful warn", "require env".
	Policies []string `json:"policies,omitempty"`
	// Baseline is the baseline that the results were compared with; nil if there is
	// none.
	Baseline *Baseline `json:"baseline,omitempty"`
	// PlanItems is the whole plan in catalog order, of which Plan is this
	// shard's part. It is recorded for shards only: without shards Plan is
	// complete.
	PlanItems []PlanItem `json:"planItems,omitempty"`
	// Uncontained says why processes that examples leave behind could not be
	// found, and thus not killed, in this run; empty when they could.
	Uncontained string `json:"uncontained,omitempty"`
	// Origin is the repository, commit and pipeline of the run, as far as they are known.
	Origin Origin `json:"origin,omitzero"`
	// SourceURL is the URL of a file at the commit of the run, with {path} for
	// its slash path from the project's root and {line} for a line; empty when
	// there is none.
	SourceURL string `json:"sourceUrl,omitempty"`
	// Previous holds the last outcome (completed or error) of the planned
	// examples before this run, by ID. Examples without one are missing. By it
	// a report knows what is newly failing or fixed, and stays a function of
	// its run.
	Previous map[string]Status `json:"previous,omitempty"`
	// Sealed says that the log of the run ends with a seal ([RunEnd.Seal]) and
	// that the plan records the expected exit codes. It is false in logs of
	// older hubs, which replay checks less strictly.
	Sealed bool `json:"sealed,omitempty"`
	// Plan lists the selected examples of this shard in catalog order.
	Plan []Example `json:"plan"`
}

// Share names the share of a plan that the run is, as "shard 2/4", "part 7/100" or "example
// 3 of part 7/100", or "parts 1-50/100" of a merged run; empty if it is none.
func (h *RunHeader) Share() string {
	switch p := h.Part; {
	case h.Shard != nil:
		return fmt.Sprintf("shard %d/%d", h.Shard.Index, h.Shard.Total)
	case p == nil || p.Index == 0 && len(h.Joined) > 0 || p.Index == 1 && p.To == p.Total:
		return ""
	case p.To > 0:
		return fmt.Sprintf("parts %d-%d/%d", p.Index, p.To, p.Total)
	case p.Index == 0:
		return "from the queue"
	case p.Example > 0:
		return fmt.Sprintf("example %d of part %d/%d", p.Example, p.Index, p.Total)
	default:
		return fmt.Sprintf("part %d/%d", p.Index, p.Total)
	}
}

// NewlyFailing reports whether the result is a failure of an example that
// passed when it last ran before this run.
func (h *RunHeader) NewlyFailing(r *Result) bool {
	return r.Status == StatusError && h.Previous[r.ID] == StatusCompleted
}

// Fixed reports whether the result is a sound pass of an example that failed when it
// last ran before this run.
func (h *RunHeader) Fixed(r *Result) bool {
	return r.Sound() && h.Previous[r.ID] == StatusError
}

// LeftOut is the number of examples that were not selected for one reason.
type LeftOut struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// The reasons why a part of the plan is left out.
const (
	// LeftToShards: the example belongs to another shard.
	LeftToShards = "other shard"
	// LeftToParts: the example belongs to another part of the plan file.
	LeftToParts = "other part"
	// LeftByLimit: the example is beyond the limit.
	LeftByLimit = "limit"
)

// Shard is the Index-th, from 1, of Total parts of a plan.
type Shard struct {
	Index int `json:"index"`
	Total int `json:"total"`
}

// Part is the Index-th, from 1, of Total parts of a plan file; with Index 0 a run takes
// examples of any part from a queue.
type Part struct {
	// Plan is the ID of the plan file.
	Plan  string `json:"plan"`
	Index int    `json:"index,omitempty"`
	// To is the last part that a merged run covers, from Index on; 0 in the run of one
	// part.
	To    int `json:"to,omitempty"`
	Total int `json:"total"`
	// Example is the position of the only example to run, from 1, in the part; 0: all.
	// A part that was lost twice is run so, to find the example that it was lost with.
	Example int `json:"example,omitempty"`
	// Hash is that of the part's lines in the plan file; empty with a queue.
	Hash string `json:"hash,omitempty"`
}

// PartRun is the run of one part (or shard) of a merged run. Its times are by the clock
// of its machine.
type PartRun struct {
	// Index is the number of the part, from 1; 0 if the run took its examples from a queue.
	Index int `json:"index,omitempty"`
	// Run is the ID of the run. Results name it as their RunID.
	Run      string    `json:"run"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	// Workers is the number of examples that it could run at a time.
	Workers int `json:"workers"`
	// Attempt and Job are those of its header, in the merged run of a plan file.
	Attempt int64  `json:"attempt,omitempty"`
	Job     string `json:"job,omitempty"`
	// Examples is the number of its results that count in the merged run.
	Examples int `json:"examples"`
}

// Queued reports whether the run is that of a worker that takes its examples from a
// queue. It may be called on nil.
func (p *Part) Queued() bool { return p != nil && p.Index == 0 }

// EndReason says why a run ended.
type EndReason string

const (
	// EndFinished: every planned example has a result.
	EndFinished EndReason = "finished"
	// EndEmpty: nothing was selected, and that is an error.
	EndEmpty EndReason = "empty"
	// EndStopOnError: an example failed, and the run stops at the first
	// failure.
	EndStopOnError EndReason = "stop-on-error"
	// EndMaxFailures: the maximum number of failures was reached.
	EndMaxFailures EndReason = "max-failures"
	// EndDeadline: the deadline of the run passed.
	EndDeadline EndReason = "deadline"
	// EndWant: hub lacked descriptors, processes, memory or disk space to start
	// some examples, or its own additions made their arguments and environment
	// too large. These examples have no result; all others ran. A problem of
	// the run names the cause.
	EndWant EndReason = "want"
	// EndInterrupted: hub received a signal.
	EndInterrupted EndReason = "interrupted"
	// EndKilled: the log ends without a run-finished event: hub was killed, or
	// the machine stopped. It is inferred, never written.
	EndKilled EndReason = "killed"
	// EndIncomplete: a shard of the merged run was killed or is missing.
	EndIncomplete EndReason = "incomplete"
)

// RunEnd says when and why a run ended.
type RunEnd struct {
	Reason EndReason `json:"reason"`
	// Signal is the name of the signal that hub received (SIGINT) when Reason is
	// interrupted; empty otherwise.
	Signal   string    `json:"signal,omitempty"`
	Finished time.Time `json:"finished"`
	// RetriesRefused is the number of failed attempts that were not retried
	// because the run had used up its retries.
	RetriesRefused int `json:"retriesRefused,omitempty"`
	// Broken lists the limits that stopped starting examples, sorted by name.
	Broken []BrokenLimit `json:"broken,omitempty"`
	// Part is that of the header, in a run that has one.
	Part *Part `json:"part,omitempty"`
	// Seal is the SHA-256, in hex, of all bytes of the log before the line of
	// this event. Package runlog writes and checks it. Seal, Events and Results
	// describe the log, not the run: a [Run] does not contain them.
	Seal string `json:"seal,omitempty"`
	// Events is the number of events in the log before this one.
	Events int `json:"events,omitempty"`
	// Results is the number of example-finished events among them, by status.
	Results map[Status]int `json:"results,omitempty"`
}

// BrokenLimit is a limit whose examples failed so often in a row, because of
// the shared resource, that the waiting ones were not started.
type BrokenLimit struct {
	Limit string `json:"limit"`
	// Errors is the number of consecutive errors.
	Errors int `json:"errors"`
	// Skipped is the number of examples that were not started for this reason.
	Skipped int `json:"skipped"`
}

// Run is one execution of a plan and all that is known about it. A report is a
// pure function of a Run, and a Run is a pure function of the events in its
// log.
type Run struct {
	RunHeader
	End RunEnd `json:"end"`
	// Results has one result for every example of Plan, in the same order.
	Results []Result `json:"results"`
	// Steps lists the commands of setups and teardowns in the order of their
	// ends.
	Steps []Step `json:"steps,omitempty"`
	// Spans lists what hub itself did before the examples ended, in the order
	// of the events.
	Spans []Span `json:"spans,omitempty"`
	// Problems lists what went wrong besides the examples, in the order of the
	// events, and last the damage of the log, if any. [Run.Troubles] includes
	// the failed steps.
	Problems []Problem `json:"problems,omitempty"`
	// Receipts are the results that a queue counts, of all its workers, in the order of
	// the events. They are evidence for a merge, and not part of a report.
	Receipts []Receipt `json:"-"`
}

// Seconds returns how long the run took.
func (r *Run) Seconds() float64 {
	if r.End.Finished.Before(r.Started) {
		return 0
	}
	return r.End.Finished.Sub(r.Started).Seconds()
}

// Full reports whether the run covers the whole catalog.
func (r *Run) Full() bool { return r.Shard == nil && len(r.Plan) == r.Catalog }

// Counts holds the numbers of results by status and mark.
type Counts struct {
	Total       int `json:"total"`
	Completed   int `json:"completed"`
	Errors      int `json:"errors"`
	Interrupted int `json:"interrupted"`
	Skipped     int `json:"skipped"`
	Pending     int `json:"pending"`
	// The marks; these results are counted above as well.
	Flaky    int `json:"flaky"`
	Doubtful int `json:"doubtful"`
	Leaked   int `json:"leaked"`
	// AllowedFailure includes the failures that the baseline knows.
	AllowedFailure int `json:"allowedFailures"`
	// Baseline counts the results by their standing; zero without a baseline.
	Baseline Standings `json:"baseline,omitzero"`
}

// Counts counts the results.
func (r *Run) Counts() Counts {
	c := Counts{Total: len(r.Results)}
	for i := range r.Results {
		res := &r.Results[i]
		switch res.Status {
		case StatusCompleted:
			c.Completed++
		case StatusError:
			c.Errors++
		case StatusInterrupted:
			c.Interrupted++
		case StatusSkipped:
			c.Skipped++
		default:
			c.Pending++
		}
		if res.Flaky {
			c.Flaky++
		}
		if res.Doubtful != "" {
			c.Doubtful++
		}
		if len(res.Leaked) > 0 {
			c.Leaked++
		}
		if res.AllowedFailure != nil {
			c.AllowedFailure++
		}
		c.Baseline.count(res.Baseline)
	}
	return c
}

// Failures returns the results that are errors, in catalog order.
func (r *Run) Failures() []*Result {
	var out []*Result
	for i := range r.Results {
		if r.Results[i].Status == StatusError {
			out = append(out, &r.Results[i])
		}
	}
	return out
}
