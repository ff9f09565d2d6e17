package runner

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// desk stands for supervisor processes that take the next attempt themselves.
type desk struct {
	mu          sync.Mutex
	waiting     []*request
	taken, over int
}

// request is an attempt that was handed to supervisor processes.
type request struct {
	turn *proc.Turn
	// process is what it runs, and goOn whether its supervisor process takes the next
	// request afterwards.
	process func() hub.Attempt
	goOn    bool
	// followed, if not nil, is called when an attempt runs and somebody follows it.
	followed func()
	// late is how long hub takes to read that the attempt has ended.
	late time.Duration

	taken   bool
	given   chan struct{} // closed when the pool's side knows that it was taken
	ended   chan struct{}
	attempt hub.Attempt
	next    *request
}

// exec makes an attempt as [Executor.Attempt] does, and reports whether it was made.
// As there, what was taken is followed only when the attempt before it has been.
func (d *desk) exec(ctx context.Context, q *request) (hub.Attempt, bool) {
	q.given, q.ended = make(chan struct{}), make(chan struct{})
	if q.turn.Wait == nil {
		go q.run(d)
	} else if !d.await(ctx, q) {
		return hub.Attempt{}, false
	}
	if q.followed != nil {
		q.followed()
	}
	<-q.ended
	time.Sleep(q.late)
	if q.next != nil {
		q.turn.Next, q.next.turn.Taken = q.next.turn, true
		close(q.next.given)
	}
	return q.attempt, true
}

// await waits for the turn of an attempt, and reports whether it came.
func (d *desk) await(ctx context.Context, q *request) bool {
	d.mu.Lock()
	d.waiting = append(d.waiting, q)
	d.mu.Unlock()
	q.turn.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	if q.taken {
		d.mu.Unlock()
		<-q.given
		d.mu.Lock()
		return true
	}
	d.waiting = slices.DeleteFunc(d.waiting, func(other *request) bool { return other == q })
	if q.turn.Over {
		d.over++
	}
	if q.turn.Over || ctx.Err() != nil {
		return false
	}
	go q.run(d)
	return true
}

// run is the supervisor process: it runs the process to its end, and takes the
// request that waits longest.
func (q *request) run(d *desk) {
	q.attempt = q.process()
	d.mu.Lock()
	defer d.mu.Unlock()
	if q.goOn && len(d.waiting) > 0 {
		q.next, d.waiting = d.waiting[0], d.waiting[1:]
		q.next.taken = true
		d.taken++
		go q.next.run(d)
	}
	close(q.ended)
}
