package hub

import "time"

// SchemaVersion is the version of the run log's lines and of report.json. It
// grows when a reader of the old form could misread the new one. Older versions
// can be read; what is written is of this one.
//
//	2  run-problem: a reader that passes over it takes such a run for good
//	1  the first
const SchemaVersion = 2

// RunHeader is what is known of a run before its first example starts.
type RunHeader struct {
	SchemaVersion int `json:"schemaVersion"`
	// ID sorts by start time and is unique in its folder.
	ID string `json:"id"`
	// Sequence is the run's place among the runs of its state folder, from 1:
	// the greatest is the newest, whatever the clocks said. It is assigned under
	// the lock before the log is created. 0 when the run was not recorded, or by
	// a hub that did not count. Numbers of different folders do not compare.
	Sequence int64 `json:"sequence,omitempty"`
	// Hub is the version of the program that ran it.
	Hub string `json:"hub"`
	// Command is the hub command (all, ci, run, merge).
	Command string    `json:"command"`
	Started time.Time `json:"started"`
	Workers int       `json:"workers"`
	// Catalog is how many examples the repository has.
	Catalog int `json:"catalog"`
	// LeftOut counts the examples that were not selected, by reason, in the
	// order of the reasons' first examples.
	LeftOut []LeftOut `json:"leftOut,omitempty"`
	// Shard is set when only a part of the plan was run.
	Shard *Shard `json:"shard,omitempty"`
	// Planned is how many examples the whole plan has, of which this shard has
	// a part; 0 when there are no shards.
	Planned int `json:"planned,omitempty"`
	// Pipeline identifies the run of a CI pipeline that this run is part of, and
	// stays when failed jobs of it are run again: shards of different pipelines
	// are not joined. Empty when none is known.
	Pipeline string `json:"pipeline,omitempty"`
	// Axis names the cell of a matrix that this run is of, such as an operating
	// system: shards of different cells are not joined. Empty when there is none.
	Axis string `json:"axis,omitempty"`
	// Attempt is the CI system's own number of this attempt, or the user's, which
	// grows from attempt to attempt; 0 when nobody counts. Numbers compare only
	// between runs of one Pipeline, Axis and Job.
	Attempt int64 `json:"attempt,omitempty"`
	// Job is what Attempt is counted within, where that is not the pipeline.
	Job string `json:"job,omitempty"`
	// Runners are the first lines of what the runners' version commands print,
	// by runner, of those that have one and that the plan uses. Recorded for
	// shards, whose machines may differ.
	Runners map[string]string `json:"runners,omitempty"`
	// Unmasked are the variables that the configuration lists as secrets by their
	// names and whose values could not be masked, sorted: they are too short, or
	// words of ordinary text.
	Unmasked []string `json:"unmasked,omitempty"`
	// Joined holds the runs of the shards that this run was joined from, in
	// their order. Its results say from which of them they are.
	Joined []string `json:"joined,omitempty"`
	// History holds the runs before this one that are remembered, in the order in
	// which they were recorded: a trend is part of the run, so that a report needs
	// nothing else.
	History []RunSummary `json:"history,omitempty"`
	// PlanDigest identifies the whole plan, the same for all its shards:
	// [PlanDigest] of Policies and PlanItems.
	PlanDigest string `json:"planDigest"`
	// Policies are what decides verdicts for the whole run, each as people say
	// it: "flaky fail", "doubtful warn", "require env".
	Policies []string `json:"policies,omitempty"`
	// PlanItems is the whole plan in catalog order, of which Plan is this shard's
	// part. Recorded for shards alone: without shards Plan is all of it.
	PlanItems []PlanItem `json:"planItems,omitempty"`
	// Uncontained says why processes that examples leave behind could not be found
	// in this run, and so not be killed; empty: they were.
	Uncontained string `json:"uncontained,omitempty"`
	// SourceURL is where people read a file of the commit that was run, with
	// {path} for its slash path from the project's root and {line} for a line;
	// empty when there is no such place.
	SourceURL string `json:"sourceUrl,omitempty"`
	// Previous is how the planned examples came out when they last completed or
	// failed before this run, by ID: completed or error. Those that never did
	// are not in it. A report knows by it what is newly failing and what was
	// fixed, and stays a function of its run.
	Previous map[string]Status `json:"previous,omitempty"`
	// Sealed says that the log of the run ends with a seal ([RunEnd.Seal]) and
	// that the plan says which exit codes are expected. It is false in logs of
	// hubs that knew neither, which replay therefore checks less strictly.
	Sealed bool `json:"sealed,omitempty"`
	// Plan holds the selected examples of this shard in catalog order.
	Plan []Example `json:"plan"`
}

// NewlyFailing reports whether the result is a failure of what passed when it
// last ran before this run.
func (h *RunHeader) NewlyFailing(r *Result) bool {
	return r.Status == StatusError && h.Previous[r.ID] == StatusCompleted
}

// Fixed reports whether the result is a pass of what failed when it last ran
// before this run.
func (h *RunHeader) Fixed(r *Result) bool {
	return r.Status == StatusCompleted && h.Previous[r.ID] == StatusError
}

// LeftOut counts examples that were not selected for one reason.
type LeftOut struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// The reasons for which a part of the plan is left out.
const (
	// LeftToShards: another shard has it.
	LeftToShards = "other shard"
	// LeftByLimit: it is beyond the limit.
	LeftByLimit = "limit"
)

// Shard is the Index-th, from 1, of Total parts of a plan.
type Shard struct {
	Index int `json:"index"`
	Total int `json:"total"`
}

// EndReason says why a run ended.
type EndReason string

const (
	// EndFinished: every planned example has its result.
	EndFinished EndReason = "finished"
	// EndEmpty: nothing was selected, where that is an error.
	EndEmpty EndReason = "empty"
	// EndStopOnError: an example failed and the run was told to stop at that.
	EndStopOnError EndReason = "stop-on-error"
	// EndMaxFailures: as many examples failed as were allowed.
	EndMaxFailures EndReason = "max-failures"
	// EndDeadline: the time for the whole run was over.
	EndDeadline EndReason = "deadline"
	// EndWant: hub lacked descriptors, processes, memory or room on a disk to start
	// some of the examples, or what it adds to arguments and environment made them too large.
	// These have no result; everything else ran. A problem of the run says which.
	EndWant EndReason = "want"
	// EndInterrupted: hub got a signal.
	EndInterrupted EndReason = "interrupted"
	// EndKilled: the log stops without a run-finished line: hub was killed, or
	// the machine stopped. Never written, only concluded.
	EndKilled EndReason = "killed"
	// EndIncomplete: a run was joined from shards, of which one was killed or
	// is missing.
	EndIncomplete EndReason = "incomplete"
)

// RunEnd says when and why a run ended.
type RunEnd struct {
	Reason EndReason `json:"reason"`
	// Signal is SIGINT or SIGTERM when Reason is interrupted.
	Signal   string    `json:"signal,omitempty"`
	Finished time.Time `json:"finished"`
	// RetriesRefused counts the failed attempts that were not repeated because
	// the retries of the whole run were used up.
	RetriesRefused int `json:"retriesRefused,omitempty"`
	// Broken are the limits that broke off, sorted by name.
	Broken []BrokenLimit `json:"broken,omitempty"`
	// Seal is the SHA-256, in hex, over every byte of the log before the line of
	// this event. Package runlog writes it and checks it. Seal, Events and
	// Results describe the log and not the run: a [Run] does not hold them.
	Seal string `json:"seal,omitempty"`
	// Events counts the events in the log before this one.
	Events int `json:"events,omitempty"`
	// Results counts the example-finished events among them by status.
	Results map[Status]int `json:"results,omitempty"`
}

// BrokenLimit is a limit of the configuration whose examples failed so often in
// a row, for want of what they share, that those which waited were not started.
type BrokenLimit struct {
	Limit string `json:"limit"`
	// Errors is how many errors in a row it took.
	Errors int `json:"errors"`
	// Skipped counts the examples that were not started for it.
	Skipped int `json:"skipped"`
}

// Run is one execution of a plan with everything that is known of it. Every
// report is a pure function of a Run, and a Run is a pure function of the
// events of its log.
type Run struct {
	RunHeader
	End RunEnd `json:"end"`
	// Results holds one result for every example of Plan, in the same order.
	Results []Result `json:"results"`
	// Steps are the commands of setups and teardowns in the order of their ends.
	Steps []Step `json:"steps,omitempty"`
	// Problems are what was recorded to have gone wrong beside the examples, in
	// the order of their events, and last that the log is damaged, where it is.
	// [Run.Troubles] has the failed steps as well.
	Problems []Problem `json:"problems,omitempty"`
}

// Seconds is how long the run took.
func (r *Run) Seconds() float64 {
	if r.End.Finished.Before(r.Started) {
		return 0
	}
	return r.End.Finished.Sub(r.Started).Seconds()
}

// Full reports whether the run was meant to cover the whole catalog.
func (r *Run) Full() bool { return r.Shard == nil && len(r.Plan) == r.Catalog }

// Counts is how many results of a run are of which kind.
type Counts struct {
	Total       int `json:"total"`
	Completed   int `json:"completed"`
	Errors      int `json:"errors"`
	Interrupted int `json:"interrupted"`
	Skipped     int `json:"skipped"`
	Pending     int `json:"pending"`
	// Marks: these results are counted above as well.
	Flaky          int `json:"flaky"`
	Doubtful       int `json:"doubtful"`
	Leaked         int `json:"leaked"`
	AllowedFailure int `json:"allowedFailures"`
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
