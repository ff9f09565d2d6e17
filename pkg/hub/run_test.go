package hub

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// clock returns a time within the test runs.
func clock(seconds int) time.Time {
	return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(seconds) * time.Second)
}

// runOf returns a run with this end, of examples a, b, c … with these results.
func runOf(reason EndReason, results ...Result) Run {
	run := Run{RunHeader: RunHeader{ID: "r", Started: clock(0), Catalog: len(results)}, End: RunEnd{Reason: reason, Finished: clock(60)}}
	for i := range results {
		results[i].ID = string(rune('a' + i))
		run.Plan = append(run.Plan, Example{Index: i + 1, ID: results[i].ID})
	}
	run.Results = results
	return run
}

func TestVerdict(t *testing.T) {
	var (
		good     = Result{Status: StatusCompleted}
		failed   = Result{Status: StatusError, Error: &Error{Type: ErrUnknown}}
		excused  = Result{Status: StatusError, Error: &Error{Type: ErrUnknown}, AllowedFailure: &AllowFailure{Allowed: true}}
		skipped  = Result{Status: StatusSkipped, Reason: "no key"}
		flaky    = Result{Status: StatusCompleted, Flaky: true}
		doubtful = Result{Status: StatusCompleted, Doubtful: "no output"}
		leaked   = Result{Status: StatusCompleted, Leaked: []string{"sleep (1)"}}
	)
	for _, c := range []struct {
		name string
		run  Run
		want Verdict
	}{
		{"all completed", runOf(EndFinished, good, good), VerdictGood},
		{"skips are outcomes", runOf(EndFinished, skipped, skipped), VerdictGood},
		{"marks do not gate", runOf(EndFinished, flaky, doubtful, leaked), VerdictGood},
		{"an allowed failure", runOf(EndFinished, good, excused), VerdictGood},
		{"nothing but allowed failures", runOf(EndFinished, excused), VerdictGood},
		{"one failed", runOf(EndFinished, good, failed, good), VerdictFailed},
		{"the last failed", runOf(EndFinished, excused, failed), VerdictFailed},
		{"an error without an error", runOf(EndFinished, Result{Status: StatusError}), VerdictFailed},
		{"an allowance is for errors alone", runOf(EndFinished, Result{Status: StatusInterrupted, AllowedFailure: &AllowFailure{}}), VerdictFailed},
		{"one interrupted", runOf(EndFinished, good, Result{Status: StatusInterrupted}), VerdictFailed},
		{"one pending", runOf(EndFinished, good, Result{Status: StatusPending}), VerdictFailed},
		{"one running", runOf(EndFinished, Result{Status: StatusRunning}), VerdictFailed},
		{"one stale", runOf(EndFinished, Result{Status: StatusStale}), VerdictFailed},
		{"no status", runOf(EndFinished, Result{}), VerdictFailed},
		{"a status of another world", runOf(EndFinished, Result{Status: "passed"}), VerdictFailed},
		{"nothing to run", runOf(EndFinished), VerdictEmpty},
		{"nothing to run, where that is an error", runOf(EndEmpty), VerdictEmpty},
		{"nothing to run, and yet something", runOf(EndEmpty, good), VerdictFailed},
		{"interrupted, all well until then", runOf(EndInterrupted, good), VerdictInterrupted},
		{"interrupted after a failure", runOf(EndInterrupted, failed), VerdictInterrupted},
		{"interrupted before anything", runOf(EndInterrupted), VerdictInterrupted},
		{"stopped at an error", runOf(EndStopOnError, good), VerdictFailed},
		{"stopped at the last of the failures allowed", runOf(EndMaxFailures, good), VerdictFailed},
		{"deadline", runOf(EndDeadline, good), VerdictFailed},
		{"killed, though every result is there", runOf(EndKilled, good), VerdictFailed},
		{"killed with an empty plan", runOf(EndKilled), VerdictFailed},
		{"no reason", runOf("", good), VerdictFailed},
		{"a reason of another world", runOf("fine", good), VerdictFailed},
	} {
		assert.Equal(t, c.want, c.run.Verdict(), c.name)
	}

	lost := runOf(EndFinished, good, good)
	lost.Results = lost.Results[:1]
	assert.Equal(t, VerdictFailed, lost.Verdict(), "planned = reported")
	more := runOf(EndFinished, good, good)
	more.Plan = more.Plan[:1]
	assert.Equal(t, VerdictFailed, more.Verdict(), "reported = planned")
	more.Plan = nil
	assert.Equal(t, VerdictFailed, more.Verdict(), "not even from nothing")
	twice := runOf(EndFinished, good, good)
	twice.Results[1].ID = "a"
	assert.Equal(t, VerdictFailed, twice.Verdict(), "one twice is not two")
	var zero Run
	assert.Equal(t, VerdictFailed, zero.Verdict())
}

func TestCounts(t *testing.T) {
	run := runOf(EndFinished,
		Result{Status: StatusCompleted},
		Result{Status: StatusCompleted, Flaky: true, Doubtful: "no output", Leaked: []string{"a (1)", "b (2)"}},
		Result{Status: StatusError},
		Result{Status: StatusError, AllowedFailure: &AllowFailure{}, Leaked: []string{"a (1)"}},
		Result{Status: StatusInterrupted},
		Result{Status: StatusSkipped}, Result{Status: StatusSkipped}, Result{Status: StatusSkipped},
		Result{Status: StatusPending}, Result{Status: StatusRunning}, Result{Status: "passed"}, Result{},
	)
	assert.Equal(t, Counts{
		Total: 12, Completed: 2, Errors: 2, Interrupted: 1, Skipped: 3, Pending: 4,
		Flaky: 1, Doubtful: 1, Leaked: 2, AllowedFailure: 1,
	}, run.Counts())
	failures := run.Failures()
	assert.Len(t, failures, 2)
	assert.Same(t, &run.Results[2], failures[0])
	assert.Same(t, &run.Results[3], failures[1])

	var zero Run
	assert.Zero(t, zero.Counts())
	assert.Empty(t, zero.Failures())
}

func TestFull(t *testing.T) {
	part := func(planned, catalog int, shard *Shard) bool {
		run := Run{RunHeader: RunHeader{Catalog: catalog, Shard: shard, Plan: make([]Example, planned)}}
		return run.Full()
	}
	assert.True(t, part(3, 3, nil))
	assert.False(t, part(2, 3, nil))
	assert.False(t, part(3, 3, &Shard{1, 2}), "the other shards hold the rest")
	assert.False(t, part(0, 3, nil))
}

func TestRunSeconds(t *testing.T) {
	run := runOf(EndFinished)
	assert.Equal(t, 60.0, run.Seconds())
	run.End.Finished = clock(-1)
	assert.Zero(t, run.Seconds(), "a clock that was set back")
	run.End.Finished = time.Time{}
	assert.Zero(t, run.Seconds())
}

func TestResult(t *testing.T) {
	r := Result{Attempts: []Attempt{{Number: 1, Output: "first"}, {Number: 2, Output: "second"}}}
	assert.Same(t, &r.Attempts[1], r.Last())
	assert.Equal(t, "second", r.Output())
	r.Attempts = nil
	assert.Nil(t, r.Last())
	assert.Empty(t, r.Output())

	ended := map[Status]bool{StatusCompleted: true, StatusError: true, StatusInterrupted: true, StatusSkipped: true}
	for _, s := range append(Statuses(), "", "passed") {
		r := Result{Status: s}
		assert.Equal(t, ended[s], r.Ended(), s)
		assert.Equal(t, s == StatusError, r.Gates(), s)
		r.AllowedFailure = &AllowFailure{}
		assert.False(t, r.Gates(), s)
	}
}
