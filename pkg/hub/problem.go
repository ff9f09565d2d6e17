package hub

import (
	"fmt"
	"strings"
)

// Problem is something that went wrong with a run itself and belongs to no
// single result. Every problem makes the verdict [VerdictTrouble]: the results
// may all be right, and still the run as a whole cannot be relied on.
type Problem struct {
	// Kind is what it concerns.
	Kind ProblemKind `json:"kind"`
	// Message is one line: what happened, where, and what to do about it where
	// that does not follow. Secrets are masked.
	Message string `json:"message"`
}

// Problemf returns a problem with the message in one line.
func Problemf(kind ProblemKind, format string, args ...any) Problem {
	return Problem{Kind: kind, Message: OneLine(fmt.Sprintf(format, args...))}
}

// OneLine returns the text of an error, which has a line for each error that was
// joined, as the message of a problem.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\r' }), "; ")
}

// ProblemKind says what a problem concerns. The values are part of the run log
// and of report.json: they are never renamed. A kind that a reader does not know
// is a problem like any other.
type ProblemKind string

const (
	// ProblemCatalog: a folder or file could not be read, so that examples may
	// be missing from the catalog.
	ProblemCatalog ProblemKind = "catalog"
	// ProblemLeak: processes that examples left behind could not be found or not be
	// killed, where a leak is an error of some example of the run.
	ProblemLeak ProblemKind = "leak"
	// ProblemSetup: a background step of a setup ended before it was stopped.
	ProblemSetup ProblemKind = "setup"
	// ProblemTeardown: a step of a teardown failed.
	ProblemTeardown ProblemKind = "teardown"
	// ProblemReport: a report could not be written.
	ProblemReport ProblemKind = "report"
	// ProblemEvents: the stream of --events is not complete.
	ProblemEvents ProblemKind = "events"
	// ProblemRecord: the run log is not complete, or something else changed it.
	ProblemRecord ProblemKind = "record"
	// ProblemOutput: whole outputs could not be saved.
	ProblemOutput ProblemKind = "output"
	// ProblemScreen: what hub prints, or passes on of an example's output, could
	// not be printed whole.
	ProblemScreen ProblemKind = "screen"
	// ProblemAnnounce: the CI system could not be given the result of the run.
	ProblemAnnounce ProblemKind = "announce"
	// ProblemWant: hub lacked descriptors, processes, memory or room on a disk to
	// start examples, which have no result in the run.
	ProblemWant ProblemKind = "want"
	// ProblemShard: a shard of a joined run is missing.
	ProblemShard ProblemKind = "shard"
	// ProblemCrash: hub itself got a signal that means a crash, such as SIGABRT.
	ProblemCrash ProblemKind = "crash"
)

// Trouble is a problem of a run together with the step that it is, if any.
type Trouble struct {
	Problem
	// Step is the command that failed; nil when the problem is no step's.
	Step *Step
}

// Troubles returns everything that makes the verdict [VerdictTrouble]: first the
// steps that failed beside the examples ([Run.FailedSteps]), then the recorded
// problems.
//
// Note: a failed step is not recorded a second time as a problem. Its
// step-finished event holds all of it, and one fact in two events is two facts
// as soon as one of them is lost.
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
