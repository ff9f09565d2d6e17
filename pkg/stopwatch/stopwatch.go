// Package stopwatch measures hub's own work: how long each phase of one process
// takes, from its start to its exit.
//
// One [Watch] is made where the program begins and handed down like the other things
// of the process. What does the work names it, with one line:
//
//	defer watch.Span("catalog")()
//
// The same spans are events of a run (package hub has the type), a lane of the
// timeline, and the table that --verbose prints ([Table]).
//
// Lengths are monotonic. A span gets its time of day only when it is taken, by the
// clock of records: a clock that was set in between moves no span.
package stopwatch

import (
	"slices"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Watch measures the spans of one process. A nil Watch measures nothing. Its methods
// are safe for concurrent use.
type Watch struct {
	now func() time.Time

	mu    sync.Mutex
	spans []span // in the order of their ends
	taken int    // how many of them [Watch.Take] has returned
}

// span is a span on the clock of the watch.
type span struct {
	name       string
	begin, end time.Time
}

// New returns a watch for a process that has existed for age, which is its first
// span. now has a monotonic reading, as [time.Now] has.
func New(now func() time.Time, age time.Duration) *Watch {
	begin := now()
	return &Watch{now: now, spans: []span{{"start-up", begin.Add(-age), begin}}}
}

// Span begins a span, which the function returned ends. Spans may overlap. name is
// ours, never foreign text.
func (w *Watch) Span(name string) (end func()) {
	if w == nil {
		return func() {}
	}
	begin := w.now()
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.spans = append(w.spans, span{name, begin, w.now()})
	}
}

// Take returns the spans that have ended since the last Take, in the order of their
// ends. now is the present by the clock of records.
func (w *Watch) Take(now time.Time) []hub.Span {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	from := w.taken
	w.taken = len(w.spans)
	return w.dated(w.spans[from:], now)
}

// All returns all spans that have ended, and more, in the order of their starts. now is
// the present by the clock of records.
func (w *Watch) All(now time.Time, more ...hub.Span) []hub.Span {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	all := append(w.dated(w.spans, now), more...)
	slices.SortStableFunc(all, func(a, b hub.Span) int { return a.Started.Compare(b.Started) })
	return all
}

// dated returns spans with their times of day. The caller holds mu.
func (w *Watch) dated(spans []span, now time.Time) []hub.Span {
	present := w.now()
	var all []hub.Span
	for _, s := range spans {
		all = append(all, hub.Span{Name: s.name, Started: now.Add(s.begin.Sub(present)), Seconds: s.end.Sub(s.begin).Seconds()})
	}
	return all
}
