package hub

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func record(events ...Event) Run {
	var r Recorder
	for _, e := range events {
		r.Add(e)
	}
	return r.Run()
}

func begun(ids ...string) Event {
	h := &RunHeader{SchemaVersion: SchemaVersion, ID: "r1", Started: clock(0), Catalog: len(ids)}
	for i, id := range ids {
		h.Plan = append(h.Plan, Example{Index: i + 1, ID: id})
	}
	return Event{Type: EventRunStarted, Time: clock(0), Run: h}
}

func starts(id string, at int) Event {
	return Event{Type: EventExampleStarted, Time: clock(at), ID: id, Worker: 1}
}

func tried(id string, at, number int) Event {
	return Event{Type: EventAttemptFinished, Time: clock(at), ID: id, Worker: 2, Attempt: &Attempt{
		Number: number, Started: clock(at - 1), Seconds: 1, ExitCode: 1, Output: fmt.Sprint("attempt ", number),
		Leaked: []string{fmt.Sprint("sleep ", number)}}}
}

func ends(id string, at int, status Status) Event {
	return Event{Type: EventExampleFinished, Time: clock(at), ID: id, Result: &Result{ID: id, Status: status, Started: clock(1), Seconds: 1}}
}

func over(at int, reason EndReason) Event {
	return Event{Type: EventRunFinished, Time: clock(at), End: &RunEnd{Reason: reason, Finished: clock(at)}}
}

func TestRecorderWithoutAHeader(t *testing.T) {
	var r Recorder
	assert.False(t, r.Started())
	for _, e := range []Event{starts("a", 1), tried("a", 2, 1), ends("a", 3, StatusCompleted), over(4, EndFinished), {Type: EventRunStarted}, {}} {
		r.Add(e)
		assert.False(t, r.Started())
		run := r.Run()
		assert.Equal(t, Run{End: RunEnd{Reason: EndKilled}}, run)
		assert.Equal(t, VerdictFailed, run.Verdict())
	}
	// Events before the run do not belong to it, least of all its end.
	r.Add(begun("a"))
	assert.True(t, r.Started())
	run := r.Run()
	assert.Equal(t, EndKilled, run.End.Reason)
	assert.Equal(t, clock(0), run.End.Finished)
	assert.Equal(t, StatusPending, run.Results[0].Status)
}

func TestRecorderInfersMissingResults(t *testing.T) {
	events := []Event{begun("done", "tried", "begun", "waiting"), starts("done", 1), ends("done", 2, StatusCompleted),
		starts("tried", 3), tried("tried", 5, 1), tried("tried", 7, 2), starts("begun", 8)}
	attempts := []Attempt{*tried("tried", 5, 1).Attempt, *tried("tried", 7, 2).Attempt}
	leaked := []string{"sleep 1", "sleep 2"}

	for reason, verdict := range map[EndReason]Verdict{
		EndKilled: VerdictFailed, EndInterrupted: VerdictInterrupted, EndDeadline: VerdictFailed,
		EndStopOnError: VerdictFailed, EndMaxFailures: VerdictFailed,
	} {
		all := events
		if reason != EndKilled {
			all = append(slices.Clone(events), over(10, reason))
		} else {
			all = append(slices.Clone(events), Event{Type: "of a later hub", Time: clock(10)})
		}
		run := record(all...)
		while := "the run ended while the example was running (" + string(reason) + ")"
		var late *Error
		if reason == EndDeadline {
			late = &Error{Type: ErrDeadline, Message: while}
		}
		assert.Equal(t, RunEnd{Reason: reason, Finished: clock(10)}, run.End)
		assert.Equal(t, []Result{
			*ends("done", 2, StatusCompleted).Result,
			{ID: "tried", Status: StatusInterrupted, Reason: while, Error: late, Started: clock(3), Seconds: 2, Worker: 2, Attempts: attempts, Leaked: leaked},
			{ID: "begun", Status: StatusInterrupted, Reason: while, Error: late, Started: clock(8), Seconds: 2, Worker: 1},
			{ID: "waiting", Status: StatusPending, Reason: "not started: the run ended first (" + string(reason) + ")"},
		}, run.Results, reason)
		assert.Equal(t, verdict, run.Verdict(), reason)
	}

	run := record(append(slices.Clone(events), over(10, EndFinished))...)
	lost := &Error{Type: ErrNoResult, Message: "the run ended without a result for this example"}
	assert.Equal(t, []Result{
		*ends("done", 2, StatusCompleted).Result,
		{ID: "tried", Status: StatusError, Error: lost, Started: clock(3), Seconds: 2, Worker: 2, Attempts: attempts, Leaked: leaked},
		{ID: "begun", Status: StatusError, Error: lost, Started: clock(8), Worker: 1},
		{ID: "waiting", Status: StatusError, Error: lost},
	}, run.Results)
	assert.Equal(t, VerdictFailed, run.Verdict())
}

func TestRecorderTakesAnAttemptAsAStart(t *testing.T) {
	run := record(begun("a"), tried("a", 3, 1), tried("a", 5, 2))
	assert.Equal(t, StatusInterrupted, run.Results[0].Status, "an example with attempts is not pending")
	assert.Equal(t, clock(2), run.Results[0].Started)
	assert.Equal(t, []Attempt{*tried("a", 3, 1).Attempt, *tried("a", 5, 2).Attempt}, run.Results[0].Attempts)
	assert.Empty(t, run.Problems)
}

func TestRecorderIgnoresRepeatedEvents(t *testing.T) {
	run := record(begun("a"), starts("a", 3), starts("a", 3), Event{Type: EventExampleFinished, Time: clock(5)}, starts("a", 3))
	assert.Equal(t, clock(3), run.Results[0].Started)
	assert.Equal(t, clock(5), run.End.Finished, "the latest time, though not the last")
	assert.Equal(t, 2.0, run.Results[0].Seconds)
	assert.Empty(t, run.Problems)

	var r Recorder
	r.Add(begun("a"))
	r.Add(tried("a", 3, 1))
	before := r.Run()
	r.Add(tried("a", 5, 2))
	r.Add(tried("a", 5, 2))
	assert.Len(t, r.Run().Results[0].Attempts, 2)
	assert.Empty(t, r.Run().Problems)
	assert.Equal(t, record(begun("a"), tried("a", 3, 1)), before, "a run once given does not change")
}

func TestRecorderStopsAtTheEnd(t *testing.T) {
	whole := record(begun("a"), ends("a", 2, StatusCompleted), over(4, EndFinished))
	assert.Equal(t, VerdictGood, whole.Verdict())
	for _, e := range []Event{over(5, EndInterrupted), ends("a", 3, StatusError), starts("z", 9), begun("z")} {
		assert.Equal(t, whole, record(begun("a"), ends("a", 2, StatusCompleted), over(4, EndFinished), e), e.Type)
	}
}

func TestRecorderKeepsRunsApart(t *testing.T) {
	other := begun("a")
	header := *other.Run
	header.ID = "r2"
	other.Run = &header
	run := record(begun("a"), ends("a", 2, StatusError), other, ends("a", 9, StatusCompleted), over(9, EndFinished))
	assert.Equal(t, StatusError, run.Results[0].Status, "the pass is the other run's")
	assert.Equal(t, EndKilled, run.End.Reason, "the end is the other run's")
	assert.Equal(t, clock(2), run.End.Finished)
	require.Len(t, run.Problems, 1)
	assert.Contains(t, run.Problems[0].Message, `it contains events of another run, "r2"`)
}

func TestRecorderSortsThePlanByIndex(t *testing.T) {
	e := begun("c", "a", "d", "b")
	for i, index := range []int{7, 1, 7, 3} {
		e.Run.Plan[i].Index = index
	}
	given := slices.Clone(e.Run.Plan)
	run := record(e, ends("d", 1, StatusSkipped))
	var order []string
	for i := range run.Plan {
		order = append(order, run.Plan[i].ID)
		assert.Equal(t, run.Plan[i].ID, run.Results[i].ID)
	}
	assert.Equal(t, []string{"a", "b", "c", "d"}, order)
	assert.Equal(t, StatusSkipped, run.Results[3].Status)
	assert.Equal(t, given, e.Run.Plan, "the event is left as it is")
}

// randomEvents returns the events of a run that ended in order, as the runner
// emits them.
func randomEvents(random *rand.Rand) []Event {
	now := 0
	tick := func() time.Time { now += random.IntN(3); return clock(now) }
	n := random.IntN(6)
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprint("example-", i)
	}
	events := []Event{begun(ids...)}
	plan := events[0].Run.Plan
	random.Shuffle(n, func(i, k int) { plan[i], plan[k] = plan[k], plan[i] })
	events[0].Run.Catalog = n + random.IntN(2)
	reason := []EndReason{EndFinished, EndFinished, EndFinished, EndInterrupted, EndStopOnError, EndMaxFailures, EndDeadline}[random.IntN(7)]
	lanes := make([][]Event, 0, n) // what becomes of each example
	for i, id := range ids {
		if reason != EndFinished && random.IntN(3) == 0 {
			continue // never started
		}
		var lane []Event
		r := Result{ID: id, Status: []Status{StatusCompleted, StatusCompleted, StatusCompleted, StatusError, StatusSkipped, StatusInterrupted}[random.IntN(6)]}
		if r.Status != StatusSkipped {
			r.Started, r.Worker = clock(i), i+1
			lane = append(lane, Event{Type: EventExampleStarted, Time: r.Started, ID: id, Worker: i + 1})
			for number := range 1 + random.IntN(3) {
				a := Attempt{Number: number + 1, Started: clock(i + number), Seconds: float64(random.IntN(9)) / 4, Output: fmt.Sprint("out ", number)}
				r.Attempts = append(r.Attempts, a)
				lane = append(lane, Event{Type: EventAttemptFinished, ID: id, Worker: i + 1, Attempt: &a})
			}
		}
		if r.Status == StatusError {
			r.Error = &Error{Type: ErrUnknown, Message: "exit 1"}
			if random.IntN(2) == 0 {
				r.AllowedFailure = &AllowFailure{Allowed: true, Until: "2027-01-31"}
			}
		}
		lanes = append(lanes, append(lane, Event{Type: EventExampleFinished, ID: id, Result: &r}))
	}
	for len(lanes) > 0 {
		i := random.IntN(len(lanes))
		e := lanes[i][0]
		e.Time = tick()
		if e.Type == EventExampleStarted {
			e.Time = clock(e.Worker - 1)
		}
		events = append(events, e)
		if lanes[i] = lanes[i][1:]; len(lanes[i]) == 0 {
			lanes = slices.Delete(lanes, i, i+1)
		}
	}
	return append(events, over(now+3, reason))
}

// replayed returns the run that a reader of the run log gets from the events.
func replayed(t *testing.T, events []Event) []Event {
	t.Helper()
	out := make([]Event, len(events))
	for i := range events {
		data, err := json.Marshal(events[i])
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(data, &out[i]))
	}
	return out
}

func TestRecorderProperties(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		events := randomEvents(random)
		whole := record(events...)

		require.Equal(t, whole, record(replayed(t, events)...), "seed %d: live = replayed", seed)

		var live Recorder
		for i := range events {
			live.Add(events[i])
			prefix := live.Run()
			require.Equal(t, prefix, record(events[:i+1]...), "seed %d: asking changes nothing", seed)
			checkPrefix(t, fmt.Sprintf("seed %d, %d events", seed, i+1), events[:i+1], &prefix, i+1 == len(events))
		}

		var twice []Event
		for i, e := range events {
			for range 1 + random.IntN(3) {
				twice = append(twice, e)
			}
			require.Equal(t, record(events[:i+1]...), record(twice...), "seed %d: every event again", seed)
		}
		require.Equal(t, whole, record(append(slices.Clone(events), events...)...), "seed %d: the whole log again", seed)

		noisy := slices.Clone(events)
		for _, e := range []Event{{Type: "example-paused", ID: "example-0"}, {}, {Type: "of a later hub"}} {
			noisy = slices.Insert(noisy, random.IntN(len(noisy)+1), e)
		}
		require.Equal(t, whole, record(noisy...), "seed %d: of unknown kinds", seed)

		mixed := slices.Clone(events)
		random.Shuffle(len(mixed)-2, func(i, k int) { mixed[i+1], mixed[k+1] = mixed[k+1], mixed[i+1] })
		run := record(mixed...)
		if len(run.Problems) == 0 {
			require.Equal(t, whole, run, "seed %d: out of order without a sign of it", seed)
		}
		require.False(t, run.Verdict() == VerdictGood && whole.Verdict() != VerdictGood, "seed %d", seed)
	}
}

// checkPrefix compares a run that was recorded so far with its events.
func checkPrefix(t *testing.T, at string, events []Event, run *Run, closed bool) {
	t.Helper()
	results, started, attempts := map[string]*Result{}, map[string]bool{}, map[string]int{}
	for _, e := range events {
		switch e.Type {
		case EventExampleStarted:
			started[e.ID] = true
		case EventAttemptFinished:
			attempts[e.ID]++
		case EventExampleFinished:
			results[e.ID] = e.Result
		}
	}
	gates := false
	require.Len(t, run.Results, len(run.Plan), at)
	for i := range run.Results {
		res := &run.Results[i]
		require.Equal(t, run.Plan[i].ID, res.ID, at)
		require.Equal(t, i+1, run.Plan[i].Index, at)
		want, known := results[res.ID]
		switch {
		case known:
			require.Equal(t, *want, *res, at)
		case started[res.ID]:
			require.Equal(t, StatusInterrupted, res.Status, at)
			require.Len(t, res.Attempts, attempts[res.ID], at)
		default:
			require.Equal(t, StatusPending, res.Status, at)
			require.Empty(t, res.Attempts, at)
		}
		gates = gates || !known || res.Status == StatusInterrupted || res.Status == StatusError && res.AllowedFailure == nil
	}
	c := run.Counts()
	require.Equal(t, len(run.Plan), c.Total, at)
	require.Equal(t, c.Total, c.Completed+c.Errors+c.Interrupted+c.Skipped+c.Pending, at)

	want := VerdictFailed
	switch reason := run.End.Reason; {
	case !closed:
		require.Equal(t, EndKilled, reason, at)
	case reason == EndInterrupted:
		want = VerdictInterrupted
	case reason == EndFinished && len(run.Plan) == 0:
		want = VerdictEmpty
	case reason == EndFinished && !gates:
		want = VerdictGood
	}
	require.Equal(t, want, run.Verdict(), at)
}

// The plan of a run is in catalog order, whatever that of its header is.
func TestARunIsInCatalogOrder(t *testing.T) {
	header := &RunHeader{Plan: []Example{{Index: 3, ID: "c"}, {Index: 1, ID: "a"}, {Index: 2, ID: "b"}}}
	var rec Recorder
	rec.Add(Event{Type: EventRunStarted, Run: header})
	run := rec.Run()
	for i, id := range []string{"a", "b", "c"} {
		assert.Equal(t, id, run.Plan[i].ID)
		assert.Equal(t, id, run.Results[i].ID)
	}
	assert.Equal(t, "c", header.Plan[0].ID, "the header stays")
}

// A Run shares its results with the recorder, and stays what it is.
func TestARunStaysWhatItIs(t *testing.T) {
	var r Recorder
	for _, e := range []Event{begun("a", "b"), starts("a", 1), ends("a", 2, StatusSkipped), starts("b", 1), ends("b", 2, StatusSkipped)} {
		r.Add(e)
	}
	one, two := r.Run(), r.Ending(RunEnd{Reason: EndFinished, Finished: clock(3)})
	assert.Same(t, &one.Results[0], &two.Results[0])
	assert.False(t, r.Closed(), "the end was a question")
	require.Equal(t, StatusSkipped, one.Results[1].Status)
	r.Add(ends("b", 2, StatusInterrupted)) // a second result, a worse one
	assert.Equal(t, StatusSkipped, one.Results[1].Status)
	three := r.Run()
	assert.Equal(t, StatusInterrupted, three.Results[1].Status)
	assert.Equal(t, StatusError, three.Results[0].Status, "the log is damaged")
	r.Add(ends("b", 2, StatusError))
	assert.Equal(t, StatusInterrupted, three.Results[1].Status)
	assert.Equal(t, StatusError, r.Run().Results[1].Status)
}
