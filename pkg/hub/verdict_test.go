package hub

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Problems decide the verdict whatever the results of the examples, and
// verdicts have an order.
func TestTroubleIsAVerdict(t *testing.T) {
	good, failed := Result{Status: StatusCompleted}, Result{Status: StatusError}
	problem := []Problem{{Kind: ProblemReport, Message: "no space left on device"}}
	bad := &Error{Type: ErrSetup, Message: "exit code 1"}
	step := func(s Step) []Step { return []Step{{Phase: PhaseTeardown}, s} }
	for _, c := range []struct {
		name     string
		run      Run
		problems []Problem
		steps    []Step
		want     Verdict
	}{
		{"a problem", runOf(EndFinished, good), problem, nil, VerdictTrouble},
		{"a problem of no kind that is known", runOf(EndFinished, good), []Problem{{Kind: "later"}}, nil, VerdictTrouble},
		{"a problem before a failure", runOf(EndFinished, failed), problem, nil, VerdictTrouble},
		{"a problem before nothing to run", runOf(EndEmpty), problem, nil, VerdictTrouble},
		{"a problem of a run that was cut off", runOf(EndKilled, good), problem, nil, VerdictTrouble},
		{"an interruption before a problem", runOf(EndInterrupted, good), problem, nil, VerdictInterrupted},
		{"a signal of a crash is no interruption", runOf(EndInterrupted, good), []Problem{{Kind: ProblemCrash}}, nil, VerdictTrouble},
		{"a failed teardown", runOf(EndFinished, good), nil, step(Step{Phase: PhaseTeardown, Error: bad}), VerdictTrouble},
		{"a service that ended too soon", runOf(EndFinished, good), nil, step(Step{Phase: PhaseSetup, Background: true, Error: bad}), VerdictTrouble},
		{"a service that was stopped", runOf(EndFinished, good), nil, step(Step{Phase: PhaseSetup, Background: true, Stopped: true, Error: bad}), VerdictGood},
		{"a failed setup is its examples'", runOf(EndFinished, failed), nil, step(Step{Phase: PhaseSetup, Error: bad}), VerdictFailed},
		{"an interruption before a failed teardown", runOf(EndInterrupted, good), nil, step(Step{Phase: PhaseTeardown, Error: bad}), VerdictInterrupted},
	} {
		before := c.run.Verdict()
		c.run.Problems, c.run.Steps = c.problems, c.steps
		assert.Equal(t, c.want, c.run.Verdict(), c.name)
		assert.Equal(t, before, c.run.ExamplesVerdict(), c.name)
		assert.Equal(t, c.want == VerdictGood, c.run.Passed(), c.name)
		assert.Equal(t, c.want, c.run.Summary().Verdict, c.name)
		if c.want == VerdictTrouble {
			require.Len(t, c.run.Troubles(), 1, c.name)
			assert.Equal(t, c.steps != nil, c.run.Troubles()[0].Step != nil, c.name)
		}
	}
}

// Nothing to run is a pass if it is not an error.
func TestPassed(t *testing.T) {
	for reason, want := range map[EndReason]bool{
		EndFinished: true, EndEmpty: false, EndKilled: false, EndInterrupted: false, EndIncomplete: false, EndDeadline: false,
	} {
		run := runOf(reason)
		assert.Equal(t, want, run.Passed(), reason)
	}
}

// Problems are recorded in order, without duplicates, wherever they occur
// before the end; and the run is known before its end is recorded.
func TestRecorderKeepsProblems(t *testing.T) {
	day := time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)
	at := func(s int) time.Time { return day.Add(time.Duration(s) * time.Second) }
	problem := func(kind ProblemKind, text string, s int) Event {
		return Event{Type: EventProblem, Time: at(s), Problem: &Problem{Kind: kind, Message: text}}
	}
	var r Recorder
	r.Add(problem(ProblemCatalog, "before the run", 0))
	r.Add(Event{Type: EventRunStarted, Time: day, Run: &RunHeader{ID: "r", Started: day, Plan: []Example{{Index: 1, ID: "a"}}}})
	r.Add(problem(ProblemCatalog, "a folder", 1))
	r.Add(Event{Type: EventExampleFinished, Time: at(2), Result: &Result{ID: "a", Status: StatusCompleted}})
	r.Add(problem(ProblemReport, "one", 3))
	r.Add(problem(ProblemReport, "two", 3))
	r.Add(problem(ProblemReport, "one", 4))
	r.Add(Event{Type: EventProblem, Time: at(4)})
	want := []Problem{{ProblemCatalog, "a folder"}, {ProblemReport, "one"}, {ProblemReport, "two"}}

	end := RunEnd{Reason: EndFinished, Finished: at(5)}
	ending := r.Ending(end)
	assert.Equal(t, want, ending.Problems)
	assert.Equal(t, VerdictTrouble, ending.Verdict())
	assert.False(t, r.Closed(), "nothing of it is recorded")
	unended := r.Run()
	assert.Equal(t, EndKilled, unended.End.Reason)

	r.Add(Event{Type: EventRunFinished, Time: at(5), End: &end})
	assert.Equal(t, ending, r.Run())
}
