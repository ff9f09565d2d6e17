package queue

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// End ends the worker after its last example: it acknowledges what is left, gives back
// what was not run, and copies what counts, of all workers, into the log by observe. What
// goes wrong with the queue is a problem of the run.
func (w *Worker) End(observe func(...hub.Event), problem func(hub.Problem)) {
	if w == nil {
		return
	}
	w.stop()
	w.beside.Wait()
	defer w.queue.Close()
	// Not the context of the run: what ended that must not cost its results.
	ctx, cancel := context.WithTimeout(context.Background(), 2*w.queue.LeaseTime())
	defer cancel()
	var table map[int]Entry
	if w.err == nil {
		table, w.err = w.leave(ctx)
	}
	if w.err != nil && !errors.Is(w.err, ErrQueue) { // the log failed, and others can go on
		w.err = errors.Join(w.err, w.queue.Return(ctx, slices.Sorted(maps.Keys(w.held))))
	}
	if w.err == nil {
		w.err = w.verify(table)
	}
	if table == nil { // what is known without the server
		table = map[int]Entry{}
		for position, hash := range w.counted {
			table[position] = Entry{hash, w.Run}
		}
		maps.Copy(table, w.refused)
	}
	observe(w.receipts(table)...)
	if w.err != nil {
		problem(hub.Problemf(hub.ProblemQueue, "%v", w.err))
	}
	for _, position := range slices.Sorted(maps.Keys(w.refused)) {
		w.Warn("the result of %s does not count: %s", w.Order[position].ID, refusal(w.refused[position]))
	}
}

// leave acknowledges what is left, gives back what was not run, and returns what counts.
func (w *Worker) leave(ctx context.Context) (map[int]Entry, error) {
	if err := w.acknowledge(ctx); err != nil {
		return nil, err
	}
	if len(w.held) > 0 {
		if err := w.queue.Return(ctx, slices.Sorted(maps.Keys(w.held))); err != nil {
			return nil, err
		}
	}
	return w.queue.Table(ctx)
}

// verify compares what counts with the answers to this worker. A server that went back
// to an earlier state has lost acknowledgements.
func (w *Worker) verify(table map[int]Entry) error {
	for position, hash := range w.counted {
		if table[position] != (Entry{hash, w.Run}) {
			return w.queue.fault(fmt.Errorf("%s: the acknowledgement of %s", codeLost, w.Order[position].ID))
		}
	}
	return nil
}

func refusal(first Entry) string {
	return fmt.Sprintf("run %s took the example over and was first", first.Run)
}

// receipts returns the events for what counts, and for own results that do not.
func (w *Worker) receipts(table map[int]Entry) []hub.Event {
	var events []hub.Event
	add := func(kind hub.EventType, position int, r hub.Receipt) {
		events = append(events, hub.Event{Type: kind, Time: w.Now(), ID: w.Order[position].ID, Receipt: &r})
	}
	for _, position := range slices.Sorted(maps.Keys(w.refused)) {
		add(hub.EventResultRefused, position, hub.Receipt{Hash: w.written[position], Run: w.Run, Reason: refusal(w.refused[position])})
	}
	for _, position := range slices.Sorted(maps.Keys(table)) {
		if e := table[position]; e.Run != w.Run || e.Hash == w.written[position] {
			add(hub.EventResultAcknowledged, position, hub.Receipt{Hash: e.Hash, Run: e.Run})
		}
	}
	return events
}
