package queue

import (
	"context"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/runner"
)

const (
	// stock is how much work, in seconds, may wait in a worker for each example that it
	// runs at a time. It keeps the way to the server off short examples; what waits in a
	// slow worker is no loss as long as it is so little.
	stock = 0.1
	// most bounds the examples that wait, for each that the worker runs at a time.
	most = 64
	// soon and late bound the time between two questions whether anything has come back.
	soon = 5 * time.Millisecond
	late = 500 * time.Millisecond
)

// Feed returns the function for [runner.Options]; nil for a nil worker.
func (w *Worker) Feed() func(context.Context, *runner.Intake) {
	if w == nil {
		return nil
	}
	return w.feed
}

// feed takes examples until each of the plan has a result that counts, wherever it was run:
// what others hold may come back.
func (w *Worker) feed(ctx context.Context, in *runner.Intake) {
	if w.unfit {
		return
	}
	pause, next := soon, 0
	for ctx.Err() == nil && !w.failed() {
		idle, waiting := in.Room()
		want := w.stock(next)
		ahead := max(want-waiting, 0)
		if idle == 0 && ahead <= want/2 {
			in.Wait(ctx, (want+1)/2, late)
			continue
		}
		taken, err := w.queue.Take(ctx, idle, ahead)
		if err != nil {
			if ctx.Err() == nil {
				w.fail(err)
			}
			return // what an answer without a reader has leased, the next call gives back
		}
		next = taken.Next
		switch {
		case len(taken.Leases) > 0:
			pause = soon
			if !in.Add(w.take(taken.Leases)) {
				return // End gives them back
			}
			continue
		case taken.Over():
			return
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-w.ctx.Done():
		case <-w.settled:
			pause = soon
		case <-timer.C:
			pause = min(2*pause, late)
		}
		timer.Stop()
	}
}

// stock returns how many of the examples from the position on are to wait in the worker.
func (w *Worker) stock(next int) (n int) {
	room := stock * float64(w.Workers)
	for _, s := range w.source.Seconds[min(next, len(w.source.Seconds)):] {
		if room -= s; room < 0 || s <= 0 || s > stock || n == most*w.Workers {
			break
		}
		n++
	}
	return n
}
