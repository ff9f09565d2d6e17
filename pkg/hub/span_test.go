package hub

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Spans are part of a run, but for those that its reports cannot have; they decide
// nothing, whatever they say.
func TestRecorderKeepsSpans(t *testing.T) {
	span := func(at, began int, seconds float64) Event {
		return Event{Type: EventSpanFinished, Time: clock(at), Span: &Span{Name: "catalog", Started: clock(began), Seconds: seconds}}
	}
	plain := record(begun("a"), ends("a", 2, StatusCompleted), over(4, EndFinished))
	run := record(span(0, 0, 9), begun("a"), span(1, -3, 2), span(1, -3, 2), ends("a", 2, StatusCompleted),
		span(3, 3, -1), span(5, 4, 1), Event{Type: EventSpanFinished, Time: clock(5)}, over(4, EndFinished), span(9, 1, 1))
	assert.Equal(t, []Span{*span(1, -3, 2).Span, *span(3, 3, -1).Span}, run.Spans)
	assert.Equal(t, VerdictGood, run.Verdict())
	run.Spans = nil
	assert.Equal(t, plain, run)

	var r Recorder
	for _, e := range []Event{begun("a"), span(1, -3, 2), ends("a", 2, StatusCompleted)} {
		r.Add(e)
	}
	before := r.Ending(*over(4, EndFinished).End)
	r.Add(span(6, 5, 1))
	assert.Equal(t, before, r.Ending(*over(4, EndFinished).End), "a report that is rendered later shows what the first one did")
}

func TestExamplesSpan(t *testing.T) {
	run := record(begun("a", "b"), tried("a", 3, 1), tried("a", 6, 2), tried("b", 4, 1))
	assert.Equal(t, []Span{{Name: "examples", Started: clock(2), Seconds: 4}}, run.Examples())
	assert.Empty(t, new(record(begun("a"))).Examples())
}
