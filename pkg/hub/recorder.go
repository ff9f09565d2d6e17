package hub

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strconv"
	"time"
)

// Recorder builds a Run from its events, live or replayed: the same events give
// the same Run. The zero value is ready to use.
//
// Events go in here, and the Run comes out in recorded.go.
//
// It is strict: events that contradict each other mark the log as damaged (see
// replay.go). It keeps nothing about examples that are not in the plan, and the
// time per event does not grow with the number of events.
type Recorder struct {
	header   *RunHeader
	end      *RunEnd
	last     time.Time
	foreign  bool           // the current events belong to another run
	examples []Example      // the plan in catalog order, then those taken from a queue
	at       map[string]int // the positions in examples, starts and results
	starts   []start
	order    []int             // positions in the order of the starts
	tries    map[int][]Attempt // by position, with ascending numbers
	results  []Result          // without a status: none is recorded
	recorded int               // results that are
	shared   bool              // a Run has results
	steps    []Step
	spans    []Span
	problems []Problem
	once     map[[sha256.Size]byte]bool // hashes of the recorded steps, spans and problems
	damage   damage
	// contradicted are the examples of results that contradict themselves, the plan or
	// their attempts.
	contradicted []string

	// Of a recorder that keeps brief results:
	brief bool
	line  uint64            // of the current event
	lines map[string]uint64 // of the results, by example

	// Of a worker of a queue:
	previous map[string]Status  // of what it has taken
	receipts map[string]Receipt // of counted results, by example
	answered []string           // the keys of receipts, in the order of the events
	refused  map[string]bool    // examples whose results do not count
}

// start is the start of an example; without begun there was none.
type start struct {
	at     time.Time
	worker int32
	// by is the worker of the newest attempt.
	by    int32
	begun bool
	// lost: the start event is missing, and an attempt proves the start.
	lost bool
	// deferred: the start was cancelled, and no other start followed.
	deferred bool
}

// Add records the next event. A repeated event changes nothing. Ignored are
// events before the first run-started, after the run-started of another run,
// and after run-finished. Events of unknown types only show that the run was
// alive at their time.
//
// An event that contradicts an earlier one, the plan or itself never improves a
// result, and marks the run as damaged.
func (r *Recorder) Add(e Event) {
	if r.end != nil {
		return
	}
	if e.Type == EventRunStarted && e.Run != nil {
		r.starting(e.Run)
	}
	if r.header == nil || r.foreign {
		return
	}
	if e.Time.After(r.last) {
		r.last = e.Time
	}
	switch e.Type {
	case EventExampleTaken:
		if e.Example != nil {
			r.take(e)
		}
	case EventResultAcknowledged, EventResultRefused:
		if e.Receipt != nil {
			r.receive(e.ID, *e.Receipt, e.Type == EventResultRefused)
		}
	case EventExampleStarted:
		r.start(e)
	case EventExampleDeferred:
		r.deferStart(e.ID)
	case EventAttemptFinished:
		if e.Attempt != nil {
			r.attempt(e)
		}
	case EventExampleFinished:
		if e.Result != nil {
			r.finish(e)
		}
	case EventStepFinished:
		if e.Step != nil && r.first("step", e.Step) {
			r.steps = append(r.steps, *e.Step)
		}
	case EventSpanFinished:
		if e.Span != nil && r.first("span", e.Span) {
			r.spans = append(r.spans, *e.Span)
		}
	case EventProblem:
		if e.Problem != nil && r.first("problem", e.Problem) {
			r.problems = append(r.problems, *e.Problem)
		}
	case EventRunFinished:
		if e.End != nil {
			end := *e.End
			end.Seal, end.Events, end.Results = "", 0, nil
			r.end = &end
		}
	}
}

// starting records a run-started event.
func (r *Recorder) starting(header *RunHeader) {
	if r.header != nil {
		r.foreign = header.ID != r.header.ID
		if r.foreign {
			r.MarkDamaged("it contains events of another run, " + quoted(header.ID))
		} else if !same(header, r.header) {
			r.MarkDamaged("it contains two different run-started events")
		}
		return
	}
	r.header, r.examples = header, slices.Clip(inCatalogOrder(header.Plan))
	r.at = make(map[string]int, len(r.examples))
	r.starts, r.results = make([]start, len(r.examples)), make([]Result, len(r.examples))
	r.tries = map[int][]Attempt{}
	r.once = map[[sha256.Size]byte]bool{}
	r.receipts, r.refused = map[string]Receipt{}, map[string]bool{}
	for i := range r.examples {
		id := r.examples[i].ID
		if _, twice := r.at[id]; id == "" {
			r.MarkDamaged("its plan contains an example without an ID")
		} else if twice {
			r.MarkDamaged("its plan contains " + quoted(id) + " twice")
		}
		r.at[id] = i
	}
}

// ended reports whether the example at a position has a result.
func (r *Recorder) ended(at int) bool { return r.results[at].Status != "" }

// start records an example-started event; of two, the first counts.
func (r *Recorder) start(e Event) {
	at, planned := r.at[e.ID]
	if !planned {
		r.unplanned(e.ID)
		return
	}
	now := start{at: e.Time, worker: int32(e.Worker), by: int32(e.Worker)}
	switch first := r.starts[at]; {
	case first.deferred && !r.ended(at):
		now.begun = true
		r.starts[at] = now
	case first.begun && !first.lost && !(first.worker == now.worker && first.at.Equal(e.Time)):
		r.MarkDamaged(quoted(e.ID) + " was started twice")
	case first.begun:
	case r.ended(at):
		r.MarkDamaged(quoted(e.ID) + " was started after its result was recorded")
	default:
		r.begin(at, now)
	}
}

// deferStart cancels the start of an example that has made no attempt.
func (r *Recorder) deferStart(id string) {
	at, planned := r.at[id]
	switch {
	case !planned:
		r.unplanned(id)
	case !r.starts[at].begun || r.ended(at) || len(r.tries[at]) > 0:
		r.MarkDamaged(quoted(id) + " was deferred, but had no start that could be")
	default: // deferring twice is the same as once
		r.starts[at].deferred = true
	}
}

// attempt keeps an attempt until the result of its example replaces it. It also
// proves a start whose event was lost.
func (r *Recorder) attempt(e Event) {
	a := e.Attempt
	at, planned := r.at[e.ID]
	if !planned {
		r.unplanned(e.ID)
		return
	}
	if r.ended(at) {
		if !agrees(a, r.results[at].Attempts) {
			r.MarkDamaged("attempt " + strconv.Itoa(a.Number) + " of " + quoted(e.ID) + " is not in its result")
		}
		return
	}
	tries := r.tries[at]
	if i, twice := slices.BinarySearchFunc(tries, a.Number, byNumber); twice {
		if !same(a, &tries[i]) {
			r.MarkDamaged("attempt " + strconv.Itoa(a.Number) + " of " + quoted(e.ID) + " is recorded twice and differs")
		}
		return
	} else if i < len(tries) || a.Number < 1 {
		// Note: attempts are not sorted. Hub numbers them as they end, so an
		// attempt out of order is damage, and no log can make replay quadratic.
		r.MarkDamaged("attempt " + strconv.Itoa(a.Number) + " of " + quoted(e.ID) + " is out of order")
		return
	}
	lost := start{at: a.Started, lost: true}
	if s := &r.starts[at]; !s.begun {
		r.begin(at, lost)
	} else if s.deferred {
		lost.begun = true
		*s = lost
	}
	r.starts[at].by = int32(e.Worker)
	r.tries[at] = append(tries, *a)
}

func byNumber(a Attempt, number int) int { return cmp.Compare(a.Number, number) }

// finish records an example-finished event. Of two different results the worse
// one counts.
func (r *Recorder) finish(e Event) {
	res := *e.Result
	at, planned := r.at[res.ID]
	switch {
	case !planned:
		r.unplanned(res.ID)
		return
	case e.ID != "" && e.ID != res.ID:
		r.MarkDamaged("the result of " + quoted(res.ID) + " is recorded in an event of " + quoted(e.ID))
	case !res.Ended():
		r.MarkDamaged("the result of " + quoted(res.ID) + " has the invalid status " + string(res.Status))
		return
	}
	if why := contradiction(r.header, &r.examples[at], &res, r.tries[at]); why != "" {
		r.MarkDamaged(quoted(res.ID) + ": " + why)
		r.contradicted = append(r.contradicted, res.ID)
		res.Attempts = inOrder(res.Attempts)
	}
	delete(r.tries, at)
	if r.ended(at) {
		if r.repeats(&res, &r.results[at]) {
			return
		}
		r.MarkDamaged(quoted(res.ID) + " has two different results")
		if badness(&res) < badness(&r.results[at]) {
			return
		}
		r.recorded--
	}
	r.keep(at, res)
}

func (r *Recorder) unplanned(id string) {
	r.MarkDamaged("it contains events of " + quoted(id) + ", which is not in the plan")
}

// first reports whether v is not yet in the list of the run, and records it.
func (r *Recorder) first(list string, v any) bool {
	key := sha256.Sum256([]byte(list + text(v)))
	if r.once[key] {
		return false
	}
	r.once[key] = true
	return true
}

// begin records the start of an example.
func (r *Recorder) begin(at int, s start) {
	s.begun = true
	r.starts[at] = s
	r.order = append(r.order, at)
}

// Started reports whether a run-started event was recorded.
func (r *Recorder) Started() bool { return r.header != nil }

// Sealed reports whether the log of the run must end with a seal.
func (r *Recorder) Sealed() bool { return r.header != nil && r.header.Sealed }

// Closed reports whether the run-finished event was recorded.
func (r *Recorder) Closed() bool { return r.end != nil }

// Unfinished returns the IDs of examples that were started and have no result,
// in the order of their starts.
func (r *Recorder) Unfinished() []string {
	var ids []string
	for _, at := range r.order {
		if !r.ended(at) && !r.starts[at].deferred {
			ids = append(ids, r.examples[at].ID)
		}
	}
	return ids
}
