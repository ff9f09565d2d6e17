package hub

import (
	"crypto/sha256"
	"encoding/hex"
)

// Receipt is the answer of a queue to a result.
type Receipt struct {
	// ID is that of the example. In the log it is in the event.
	ID string `json:"-"`
	// Hash identifies the result: [LineHash] of its example-finished line.
	Hash string `json:"hash"`
	// Run is the ID of the run that recorded the result.
	Run string `json:"run"`
	// Reason says why the queue refused the result; empty when it counts.
	Reason string `json:"reason,omitempty"`
}

// LineHash returns the SHA-256, in hex, of a line of a run log with its line end.
func LineHash(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// take adds an example that a worker has taken to the plan.
func (r *Recorder) take(e Event) {
	ex := e.Example
	at, twice := r.at[ex.ID]
	switch {
	case !r.header.Part.Queued():
		r.MarkDamaged("it takes " + quoted(ex.ID) + " from a queue, but its plan is not from one")
	case e.ID != ex.ID || ex.ID == "":
		r.MarkDamaged("an example was taken under the ID " + quoted(e.ID) + ", but has the ID " + quoted(ex.ID))
	case twice && !same(&r.examples[at], ex):
		r.MarkDamaged(quoted(ex.ID) + " was taken twice and differs")
	case twice:
	default:
		r.at[ex.ID] = len(r.examples)
		r.examples = append(r.examples, *ex)
		r.starts, r.results = append(r.starts, start{}), append(r.results, Result{})
		if e.Previous != "" {
			if r.previous == nil {
				r.previous = map[string]Status{}
			}
			r.previous[ex.ID] = e.Previous
		}
	}
}

// receive records the answer to a result. The first one for an example counts: a second
// one that differs is damage, as is one for a result of this run that is not there.
func (r *Recorder) receive(id string, receipt Receipt, refused bool) {
	receipt.ID = id
	at, planned := r.at[id]
	finished := planned && r.ended(at)
	mine := receipt.Run == r.header.ID
	old, twice := r.receipts[id]
	switch {
	case !r.header.Part.Queued():
		r.MarkDamaged("it has the answer of a queue for " + quoted(id) + ", but its plan is not from one")
	case mine && !finished:
		r.MarkDamaged("a queue has answered for " + quoted(id) + ", which has no result")
	case refused && !mine:
		r.MarkDamaged("a result of another run is recorded as refused: " + quoted(id))
	case refused && twice && old.Run == r.header.ID, mine && !refused && r.refused[id]:
		r.MarkDamaged("the result of " + quoted(id) + " is both counted and refused")
	case refused:
		r.refused[id] = true
	case twice && old != receipt:
		r.MarkDamaged("a queue counts two results of " + quoted(id))
	case !twice:
		r.receipts[id] = receipt
		r.answered = append(r.answered, id)
	}
}

// asPlanned reports whether the plan is what the header says.
func (r *Recorder) asPlanned() bool {
	return len(r.examples) == len(r.header.Plan) && len(r.refused) == 0
}

// plan returns the plan without the examples whose results were refused, in catalog order.
func (r *Recorder) plan() []Example {
	if r.asPlanned() {
		return r.examples
	}
	plan := make([]Example, 0, len(r.examples))
	for i := range r.examples {
		if !r.refused[r.examples[i].ID] {
			plan = append(plan, r.examples[i])
		}
	}
	return inCatalogOrder(plan)
}
