package hub

import (
	"fmt"
	"strings"
)

// Problem is something that went wrong with the run itself and belongs to no
// single result. Every problem makes the verdict [VerdictTrouble]: the results
// may all be right, but the run as a whole cannot be relied on.
type Problem struct {
	// Kind says what the problem concerns.
	Kind ProblemKind `json:"kind"`
	// Message is one line: what happened, where, and how to fix it if that is
	// not obvious. Secrets are masked.
	Message string `json:"message"`
}

// Problemf returns a problem with a formatted message on one line.
func Problemf(kind ProblemKind, format string, args ...any) Problem {
	return Problem{Kind: kind, Message: OneLine(fmt.Sprintf(format, args...))}
}

// OneLine joins the lines of text with "; ", such as those of a joined error.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\r' }), "; ")
}

// ProblemKind classifies problems. The values are part of the run log and of
// report.json and are never renamed. Readers treat an unknown kind like any
// other problem.
type ProblemKind string

const (
	// ProblemCatalog: a folder or file could not be read, so examples may be
	// missing from the catalog.
	ProblemCatalog ProblemKind = "catalog"
	// ProblemLeak: processes that examples left behind could not be found or
	// killed, while the run has an example for which a leak is an error.
	ProblemLeak ProblemKind = "leak"
	// ProblemSetup: a background step of a setup ended before it was stopped.
	ProblemSetup ProblemKind = "setup"
	// ProblemTeardown: a step of a teardown failed.
	ProblemTeardown ProblemKind = "teardown"
	// ProblemReport: a report could not be written.
	ProblemReport ProblemKind = "report"
	// ProblemEvents: the stream of --events is incomplete.
	ProblemEvents ProblemKind = "events"
	// ProblemRecord: the run log is incomplete, or another program changed it.
	ProblemRecord ProblemKind = "record"
	// ProblemOutput: whole outputs could not be saved.
	ProblemOutput ProblemKind = "output"
	// ProblemScreen: hub's own output, or output of an example that it passes
	// on, could not be printed completely.
	ProblemScreen ProblemKind = "screen"
	// ProblemAnnounce: hub could not report the result to the CI system.
	ProblemAnnounce ProblemKind = "announce"
	// ProblemWant: hub lacked descriptors, processes, memory or disk space to
	// start examples, which have no result in the run.
	ProblemWant ProblemKind = "want"
	// ProblemShard: a shard of a merged run is missing.
	ProblemShard ProblemKind = "shard"
	// ProblemQueue: the queue that examples were taken from is gone or wrong.
	ProblemQueue ProblemKind = "queue"
	// ProblemCrash: hub received a signal that means a crash, such as SIGABRT.
	ProblemCrash ProblemKind = "crash"
)

// Trouble is a problem of a run, and the step that caused it, if any.
type Trouble struct {
	Problem
	// Step is the step that failed; nil when the problem does not come from
	// one.
	Step *Step
}

// Troubles returns everything that makes the verdict [VerdictTrouble]: first
// the failed steps ([Run.FailedSteps]), then the recorded problems.
//
// Note: a failed step is not also recorded as a problem. Its step-finished
// event holds everything, and a fact in two events becomes two facts when one
// of them is lost.
func (r *Run) Troubles() []Trouble {
	var out []Trouble
	for _, step := range r.FailedSteps() {
		kind := ProblemSetup
		if step.Phase == PhaseTeardown {
			kind = ProblemTeardown
		}
		out = append(out, Trouble{Problem{kind, step.Error.Message}, &step})
	}
	for _, p := range r.Problems {
		out = append(out, Trouble{Problem: p})
	}
	return out
}
