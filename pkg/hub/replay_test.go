package hub

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// passes returns the result of an example that passed at its last attempt,
// after failed ones with the given exit codes.
func passes(id string, at int, codes ...int) Event {
	e := ends(id, at, StatusCompleted)
	for i, code := range append(codes, 0) {
		a := Attempt{Number: i + 1, Started: clock(at - 1), ExitCode: code}
		if i < len(codes) {
			a.Error = &Error{Type: ErrUnknown, Message: fmt.Sprint("exit code ", code)}
		}
		e.Result.Attempts = append(e.Result.Attempts, a)
	}
	e.Result.Flaky = len(codes) > 0
	return e
}

func fails(id string, at int) Event {
	e := passes(id, at, 1)
	e.Result.Attempts = e.Result.Attempts[:1]
	e.Result.Status, e.Result.Flaky, e.Result.Error = StatusError, false, e.Result.Attempts[0].Error
	return e
}

// attempts returns the attempt-finished events of a result, as a runner emits
// them.
func attempts(e Event) (out []Event) {
	for _, a := range e.Result.Attempts {
		out = append(out, Event{Type: EventAttemptFinished, Time: e.Time, ID: e.ID, Worker: 1, Attempt: &a})
	}
	return out
}

func sealedPlan(ids ...string) Event {
	e := begun(ids...)
	e.Run.Sealed = true
	return e
}

// Tests the table of replay.go: each kind of contradiction makes the run
// damaged, never good, and keeps failures.
func TestContradictionsAreDamage(t *testing.T) {
	change := func(e Event, f func(r *Result)) Event {
		r := *e.Result
		r.Attempts = slices.Clone(r.Attempts)
		f(&r)
		e.Result = &r
		return e
	}
	last := func(e Event, f func(a *Attempt)) Event {
		return change(e, func(r *Result) { f(r.Last()) })
	}
	otherRun := sealedPlan("a")
	otherRun.Run.Command = "ci"
	invalid := sealedPlan("a")
	invalid.Run.Plan[0].Invalid = &Error{Type: ErrInvalidMeta}
	faulty := sealedPlan("a")
	faulty.Run.Plan[0].Fault = &Error{Type: ErrInvalidMeta}
	listed := sealedPlan("a")
	listed.Run.Plan[0].Known = &Known{Type: ErrTimeout}
	known := func(r *Result) { r.AllowedFailure = &AllowFailure{Allowed: true, Baseline: true} }
	failure := &Error{Type: ErrUnknown, Message: "exit code 1"}
	for _, c := range []struct {
		name   string
		events []Event
		want   string
	}{
		{"a pass with a failed last attempt", []Event{last(passes("a", 2), func(a *Attempt) { a.Error = failure })}, "although its last attempt failed"},
		{"a pass with an exit code that is not expected", []Event{last(passes("a", 2), func(a *Attempt) { a.ExitCode = 1 })}, "the unexpected exit code 1"},
		{"a pass without a process", []Event{last(passes("a", 2), func(a *Attempt) { a.ExitCode = -1 })}, "exit code -1"},
		{"a pass that a signal ended", []Event{last(passes("a", 2), func(a *Attempt) { a.ExitCode, a.Signal = -1, "SIGSEGV" })}, `ended by "SIGSEGV"`},
		{"a pass that was stopped", []Event{last(passes("a", 2), func(a *Attempt) { a.Canceled = true })}, "was stopped"},
		{"a pass that skipped itself", []Event{last(passes("a", 2), func(a *Attempt) { a.Skip = "why" })}, "skipped itself"},
		{"a pass with an error", []Event{change(passes("a", 2), func(r *Result) { r.Error = failure })}, "it passed with an error"},
		{"a pass without an attempt", []Event{ends("a", 2, StatusCompleted)}, "it passed without an attempt"},
		{"a pass after a failure, not flaky", []Event{change(passes("a", 2, 1), func(r *Result) { r.Flaky = false })}, "not marked as flaky"},
		{"a pass of an example that cannot run", []Event{invalid, passes("a", 2)}, "it passed, although it cannot be run"},
		{"a pass under a fault of identity", []Event{faulty, passes("a", 2)}, "although its ID is invalid"},
		{"a skip under a fault of identity", []Event{faulty, ends("a", 2, StatusSkipped)}, "although its ID is invalid"},
		{"an allowance under a fault of identity", []Event{faulty, change(fails("a", 2), func(r *Result) { r.AllowedFailure = &AllowFailure{Allowed: true} })}, "although its ID is invalid"},
		{"a skip with a failed attempt", []Event{change(fails("a", 2), func(r *Result) { r.Status, r.Error = StatusSkipped, nil })}, "it was skipped after a failed attempt"},
		{"an allowance of nothing", []Event{change(passes("a", 2), func(r *Result) { r.AllowedFailure = &AllowFailure{Allowed: true} })}, "it is an allowed failure, but did not fail"},
		{"a known failure that is not listed", []Event{change(fails("a", 2), known)}, "the baseline lists no such failure"},
		{"a known failure that is another one", []Event{listed, change(fails("a", 2), known)}, "the baseline lists no such failure"},
		{"a result without an outcome", []Event{ends("a", 2, StatusRunning)}, "the invalid status running"},
		{"a result without its failed attempt", append(attempts(fails("a", 2)), passes("a", 2)), "its attempts differ from those recorded before it"},
		{"a result with fewer attempts", append(attempts(passes("a", 2, 1)), passes("a", 2)), "its attempts differ from those recorded before it"},
		{"an attempt twice in a result", []Event{change(passes("a", 2, 1), func(r *Result) { r.Attempts[1].Number = 1 })}, "its attempts are out of order"},
		{"attempts of a result in descending order", []Event{change(passes("a", 2, 1), func(r *Result) { slices.Reverse(r.Attempts) })}, "its attempts are out of order"},
		{"attempts out of order", []Event{tried("a", 1, 2), tried("a", 2, 1)}, "attempt 1 of \"a\" is out of order"},
		{"an attempt numbered 0", []Event{tried("a", 1, 0)}, "out of order"},
		{"an attempt twice", []Event{tried("a", 1, 1), tried("a", 2, 1)}, "recorded twice and differs"},
		{"an attempt after the result", []Event{passes("a", 2), tried("a", 3, 2)}, "attempt 2 of \"a\" is not in its result"},
		{"a start twice", []Event{starts("a", 1), starts("a", 2)}, "started twice"},
		{"a start after the result", []Event{passes("a", 2), starts("a", 3)}, "started after its result"},
		{"two results", []Event{fails("a", 2), passes("a", 3)}, "has two different results"},
		{"two results, the failure last", []Event{passes("a", 2), fails("a", 3)}, "has two different results"},
		{"a result in the event of another", []Event{{Type: EventExampleFinished, ID: "b", Result: passes("a", 2).Result}}, `in an event of "b"`},
		{"a result that is not planned", []Event{passes("a", 2), passes("z", 2)}, `"z", which is not in the plan`},
		{"a start that is not planned", []Event{passes("a", 2), starts("z", 2)}, `"z", which is not in the plan`},
		{"an attempt that is not planned", []Event{passes("a", 2), tried("z", 2, 1)}, `"z", which is not in the plan`},
		{"no ID at all", []Event{passes("a", 2), starts("", 2)}, `"", which is not in the plan`},
		{"started twice", []Event{otherRun, passes("a", 2)}, "two different run-started events"},
		{"an ID planned twice", []Event{sealedPlan("a", "a"), passes("a", 2)}, `"a" twice`},
		{"an example without ID", []Event{sealedPlan("a", ""), passes("a", 2)}, "without an ID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			events := c.events
			if events[0].Type != EventRunStarted || events[0].Run == otherRun.Run {
				events = append([]Event{sealedPlan("a", "b")}, events...)
			}
			events = append(slices.Clone(events), fails("b", 2), over(9, EndFinished))
			if len(events[0].Run.Plan) < 2 || events[0].Run.Plan[1].ID != "b" {
				events = slices.Delete(events, len(events)-2, len(events)-1)
			}
			var r Recorder
			for _, e := range events {
				r.Add(e)
			}
			run := r.Run()
			texts, count := r.Damage()
			assert.Contains(t, strings.Join(texts, "; "), c.want)
			assert.Positive(t, count)
			require.Len(t, run.Problems, 1)
			assert.Equal(t, ProblemRecord, run.Problems[0].Kind)
			assert.Equal(t, VerdictTrouble, run.Verdict())
			for _, res := range run.Results {
				assert.True(t, res.Gates(), "%+v", res)
			}
		})
	}
}

// Everything that hub writes is valid, also when repeated.
func TestRecordedEventsAreValid(t *testing.T) {
	self := ends("a", 2, StatusSkipped)
	self.Result.Attempts = []Attempt{{Number: 1, ExitCode: 77, Skip: "no network"}}
	stopped := ends("a", 2, StatusInterrupted)
	stopped.Result.Attempts = []Attempt{{Number: 1, ExitCode: -1, Signal: "SIGTERM", Canceled: true}}
	between := fails("a", 2)
	between.Result.Status, between.Result.Error = StatusInterrupted, nil
	allowed := fails("a", 2)
	allowed.Result.AllowedFailure = &AllowFailure{Allowed: true, Reason: "known"}
	takenBack := fails("a", 2)
	takenBack.Result.Attempts = append(takenBack.Result.Attempts, Attempt{Number: 2, ExitCode: 77, Skip: "no"})
	flaky := passes("a", 2, 1)
	flaky.Result.Status, flaky.Result.Flaky, flaky.Result.Error = StatusError, false, &Error{Type: ErrFlaky}
	setup := ends("a", 2, StatusError)
	setup.Result.Error = &Error{Type: ErrSetup}
	doubtful := passes("a", 2)
	doubtful.Result.Doubtful, doubtful.Result.Attempts[0].Doubtful = "no output", "no output"
	expected := sealedPlan("a")
	expected.Run.Plan[0].ExitCodes = ExitCodes{3, 4}
	code := passes("a", 2)
	code.Result.Attempts[0].ExitCode = 4
	for name, events := range map[string][]Event{
		"a pass":                            {passes("a", 2)},
		"a retry":                           {passes("a", 2, 1, 2)},
		"a failure":                         {fails("a", 2)},
		"an allowed failure":                {allowed},
		"a flaky pass that is an error":     {flaky},
		"a skip":                            {ends("a", 2, StatusSkipped)},
		"a skip by exit code 77":            {self},
		"a failure that no skip takes back": {takenBack},
		"a failed setup":                    {setup},
		"a doubtful pass":                   {doubtful},
		"an interruption":                   {stopped},
		"one between attempts":              {between},
		"an expected exit code":             {expected, code},
	} {
		if events[0].Type != EventRunStarted {
			events = append([]Event{sealedPlan("a")}, events...)
		}
		result := events[len(events)-1]
		all := append([]Event{events[0], starts("a", 1)}, attempts(result)...)
		all = append(all, result)
		for range 2 {
			run := record(append(slices.Clone(all), over(9, EndFinished))...)
			assert.Empty(t, run.Problems, name)
			assert.Equal(t, *result.Result, run.Results[0], name)
			all = append(all, all...) // a retried append repeats what it wrote
		}
	}
	// Logs of older hubs do not record what is expected.
	run := record(begun("a"), code, over(9, EndFinished))
	assert.Equal(t, VerdictGood, run.Verdict())
}

// In a damaged log passes and skips are unknown; failures count, and are not
// allowed.
func TestDamagedRunsProveNoPass(t *testing.T) {
	allowed := fails("allowed", 2)
	allowed.Result.AllowedFailure = &AllowFailure{Allowed: true}
	edited := fails("edited", 2)
	edited.Result.Status = StatusCompleted
	var r Recorder
	for _, e := range []Event{sealedPlan("passed", "skipped", "failed", "allowed", "stopped", "edited"), passes("passed", 2), edited,
		ends("skipped", 2, StatusSkipped), fails("failed", 2), allowed, ends("stopped", 2, StatusInterrupted), over(9, EndFinished)} {
		r.Add(e)
	}
	r.MarkDamaged("its seal is broken")
	run := r.Run()
	var got []string
	for _, res := range run.Results {
		text := string(res.Status)
		if res.Error != nil {
			text += " " + string(res.Error.Type)
		}
		got = append(got, text)
		assert.Nil(t, res.AllowedFailure)
	}
	assert.Equal(t, []string{"error no_result", "error no_result", "error unknown_error", "error unknown_error", "interrupted", "error unknown_error"}, got)
	assert.Len(t, run.Results[0].Attempts, 1, "the output is kept")
	assert.Equal(t, `the run log is damaged, so no pass or skip in it counts: "edited": it passed with an error; its seal is broken; run the examples again`, run.Problems[0].Message)
}

// Each contradicting event costs as much as the first, however many there are,
// and none is kept.
func TestReplayIsLinear(t *testing.T) {
	const many = 100_000
	var r Recorder
	r.Add(begun("a"))
	for n := many; n > 0; n-- {
		r.Add(tried("a", 1, n))
	}
	run := r.Run()
	require.Len(t, run.Results[0].Attempts, 1, "an attempt out of order is not sorted in")
	texts, count := r.Damage()
	assert.Len(t, texts, maxDamage)
	assert.Equal(t, many-1, count)
	assert.Less(t, len(run.Problems[0].Message), 1000)

	for i := range many / 10 {
		r.Add(tried(fmt.Sprint("unplanned-", i), 1, 1))
		r.Add(starts(fmt.Sprint("unplanned-", i), 1))
	}
	assert.Len(t, r.tries, 1)
	assert.Len(t, r.starts, 1)
	assert.Len(t, r.order, 1)

	// In order, all are kept, at linear cost.
	cost := func(n int) float64 {
		events := []Event{begun("a")}
		for i := range n {
			events = append(events, tried("a", 1, i+1), Event{Type: EventStepFinished, Step: &Step{Group: fmt.Sprint(i)}})
		}
		return testing.AllocsPerRun(1, func() {
			if run := record(events...); len(run.Results[0].Attempts) != n || len(run.Steps) != n {
				t.Error("lost")
			}
		})
	}
	assert.Less(t, cost(4000)/cost(2000), 2.2)
}

// Any lines result in a consistent run: one result for each example of the
// plan, and good only if each of them is.
func FuzzReplay(f *testing.F) {
	lines := func(events ...Event) []byte {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		for _, e := range events {
			if err := enc.Encode(e); err != nil {
				f.Fatal(err)
			}
		}
		return b.Bytes()
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 5 {
		f.Add(lines(randomEvents(random)...))
	}
	f.Add(lines(sealedPlan("a", "b"), starts("a", 1), passes("a", 2, 1), fails("b", 3), over(4, EndFinished)))
	f.Add(lines(begun("a", "a", ""), tried("a", 1, 3), tried("a", 1, 2), passes("a", 2), passes("z", 2), over(4, EndFinished)))
	f.Add([]byte(`{"type":"run-problem","problem":{"kind":"leak"}}` + "\n" + `{"type":"example-finished","id":"a","result":{"id":"a","status":"completed","attempts":[{"number":1,"exitCode":1}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r Recorder
		for line := range bytes.Lines(data) {
			var e Event
			if json.Unmarshal(line, &e) == nil {
				r.Add(e)
			}
		}
		run := r.Run()
		require.Len(t, run.Results, len(run.Plan))
		require.Equal(t, run, r.Run(), "asking changes nothing")
		texts, count := r.Damage()
		require.LessOrEqual(t, len(texts), min(count, maxDamage))
		if run.Verdict() != VerdictGood {
			return
		}
		require.Zero(t, count)
		require.Empty(t, run.Problems)
		for i, res := range run.Results {
			require.Equal(t, run.Plan[i].ID, res.ID)
			switch last := res.Last(); res.Status {
			case StatusError:
				require.NotNil(t, res.AllowedFailure)
			case StatusCompleted:
				require.Nil(t, res.Error)
				require.False(t, last == nil && run.Sealed)
				require.False(t, last != nil && (last.Error != nil || last.Canceled || last.Signal != "" || run.Sealed && !run.Plan[i].ExitCodes.Have(last.ExitCode)))
			default:
				require.Equal(t, StatusSkipped, res.Status)
			}
		}
	})
}
