package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// queued opens the log of a worker of a queue.
func queued() Event {
	e := begun()
	e.Run.Plan, e.Run.Catalog, e.Run.Part = []Example{}, 3, &Part{Plan: "p", Total: 2}
	return e
}

func takes(id string, index int) Event {
	return Event{Type: EventExampleTaken, Time: clock(1), ID: id, Example: &Example{ID: id, Index: index}}
}

func answers(t EventType, id, hash, run string) Event {
	return Event{Type: t, Time: clock(8), ID: id, Receipt: &Receipt{Hash: hash, Run: run}}
}

func counts(id, hash, run string) Event { return answers(EventResultAcknowledged, id, hash, run) }
func refuses(id, hash string) Event     { return answers(EventResultRefused, id, hash, "r1") }

func TestAWorkerOfAQueueCoversWhatItTook(t *testing.T) {
	opening, taken := queued(), takes("b", 2)
	taken.Previous = StatusCompleted
	run := record(opening, taken, starts("b", 2), takes("a", 1), ends("b", 3, StatusError), starts("a", 3), ends("a", 4, StatusCompleted),
		counts("a", "aa", "r1"), counts("b", "bb", "r1"), counts("c", "cc", "r2"), over(9, EndFinished))
	assert.Empty(t, run.Problems)
	require.Len(t, run.Results, 2)
	assert.Equal(t, []string{"a", "b"}, []string{run.Plan[0].ID, run.Plan[1].ID}, "in catalog order")
	assert.Equal(t, VerdictFailed, run.Verdict())
	assert.True(t, run.NewlyFailing(&run.Results[1]))
	assert.Equal(t, []Receipt{{ID: "a", Hash: "aa", Run: "r1"}, {ID: "b", Hash: "bb", Run: "r1"}, {ID: "c", Hash: "cc", Run: "r2"}}, run.Receipts)
	assert.Empty(t, opening.Run.Plan, "the header that was recorded stays as it is")
	assert.Empty(t, opening.Run.Previous)
}

func TestARefusedResultDoesNotCount(t *testing.T) {
	run := record(queued(), takes("a", 1), takes("b", 2), starts("a", 2), ends("a", 3, StatusError), starts("b", 3), ends("b", 4, StatusCompleted),
		refuses("a", "aa"), counts("a", "xx", "r2"), counts("b", "bb", "r1"), over(9, EndFinished))
	assert.Empty(t, run.Problems)
	require.Len(t, run.Plan, 1)
	assert.Equal(t, "b", run.Plan[0].ID)
	assert.Equal(t, VerdictGood, run.Verdict(), "the failure is none of this run")

	run = record(queued(), takes("a", 1), starts("a", 2), ends("a", 3, StatusCompleted), refuses("a", "aa"), over(9, EndFinished))
	assert.Equal(t, VerdictEmpty, run.Verdict())
	run = record(queued(), takes("a", 1), takes("b", 2), starts("a", 2), ends("a", 3, StatusCompleted), refuses("a", "aa"), over(9, EndFinished))
	assert.Equal(t, VerdictFailed, run.Verdict(), "what was taken and has no result is an error")
}

func TestAnswersOfAQueueThatCannotBe(t *testing.T) {
	finished := []Event{takes("a", 1), starts("a", 2), ends("a", 3, StatusCompleted)}
	for name, tc := range map[string]struct {
		opening Event
		events  []Event
		damage  string
	}{
		"not queued":         {begun("a"), []Event{takes("a", 1)}, "its plan is not from one"},
		"part":               {begun("a"), append(finished[1:3:3], counts("a", "aa", "r1")), "its plan is not from one"},
		"two IDs":            {queued(), []Event{{Type: EventExampleTaken, ID: "b", Example: &Example{ID: "a"}}}, `has the ID "a"`},
		"taken and differs":  {queued(), []Event{takes("a", 1), takes("a", 2)}, "taken twice and differs"},
		"no result":          {queued(), []Event{takes("a", 1), counts("a", "aa", "r1")}, "has no result"},
		"refused without":    {queued(), []Event{takes("a", 1), refuses("a", "aa")}, "has no result"},
		"another's refusal":  {queued(), append(finished[:3:3], answers(EventResultRefused, "a", "aa", "r2")), "of another run"},
		"two that differ":    {queued(), append(finished[:3:3], counts("a", "aa", "r1"), counts("a", "bb", "r1")), "counts two results"},
		"counted yet not":    {queued(), append(finished[:3:3], refuses("a", "aa"), counts("a", "aa", "r1")), "both counted and refused"},
		"counted, then not":  {queued(), append(finished[:3:3], counts("a", "aa", "r1"), refuses("a", "aa")), "both counted and refused"},
		"untaken":            {queued(), finished[1:], "not in the plan"},
		"taken, then a pass": {queued(), append(finished[:2:2], Event{Type: EventExampleFinished, ID: "a", Result: &Result{ID: "a", Status: StatusCompleted, Error: &Error{Type: ErrLost}}}), "passed with an error"},
	} {
		run := record(append(append([]Event{tc.opening}, tc.events...), over(9, EndFinished))...)
		if assert.NotEmpty(t, run.Problems, name) {
			assert.Contains(t, run.Problems[0].Message, tc.damage, name)
		}
		assert.NotEqual(t, VerdictGood, run.Verdict(), name)
	}
	run := record(queued(), takes("a", 1), takes("a", 1), starts("a", 2), ends("a", 3, StatusCompleted), counts("a", "aa", "r1"), counts("a", "aa", "r1"), over(9, EndFinished))
	assert.Empty(t, run.Problems, "twice the same is once")
	assert.Len(t, run.Receipts, 1)
}
