package runner

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// Run runs the plan, examples in the given order, and returns when every
// process has ended. The events between run-started and run-finished, both
// excluded, go to Observe; the caller has the header to open and the end to
// close the log with. Cancelling ctx interrupts the run.
func Run(ctx context.Context, plan []*hub.Example, o Options) hub.RunEnd {
	attempts, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	p := &pool{
		Options: o, interrupt: ctx, attempts: attempts, cancel: cancel,
		over: make(chan struct{}), changed: make(chan struct{}, 1),
		queue: newQueue(o.Limits), short: scarcity{most: o.Workers}, end: hub.RunEnd{Reason: hub.EndFinished},
	}
	for w := o.Workers; w >= 1; w-- {
		p.free = append(p.free, w)
	}
	p.do(func() {
		p.stages(plan)
		p.enqueue(plan)
		p.feed()
		if p.Deadline < 0 {
			p.stop(hub.RunEnd{Reason: hub.EndDeadline})
		}
	})
	p.attend()
	for _, h := range p.hands {
		h.stop()
	}
	p.end.Finished = o.Now()
	p.end.RetriesRefused, p.end.Broken = p.refused, p.queue.broken()
	return p.end
}

// pool holds the scheduler state of a run, guarded by mu. A goroutine that finishes an
// attempt schedules what became runnable, and drives one of these itself.
//
// Note: on few CPUs, passing every attempt to a goroutine in the middle and back
// costs a tenth of all the work for a small example.
type pool struct {
	Options
	interrupt context.Context // of the run
	attempts  context.Context // of every attempt
	cancel    context.CancelFunc
	over      chan struct{} // closed at the end of the run
	changed   chan struct{} // gets that untilNext may have changed; has room for one

	mu       sync.Mutex // guards what follows, and the calls of Observe and Tick
	queue    *queue
	delayed  []delayed // retries that wait, soonest first
	free     []int     // workers; the last is used next
	ahead    []*item   // prepared early, see ahead.go
	heirs    []*item   // took the place of others, and get their workers
	soon     bool      // the attempt that ended last did not take long
	hands    []*hand   // free ones
	failures int
	retried  int    // attempts that were repeated
	refused  int    // retries that MaxRetries forbade
	suspect  string // a limit with an open breaker, to be checked
	end      hub.RunEnd
	stopped  bool
	ended    bool // over is closed
	short    scarcity
	intake   *Intake       // nil: no examples come
	unfeed   func()        // ends the context of the intake
	pushed   int           // examples so far: the position of the next
	events   []hub.Event   // to be observed
	chosen   []*item       // to be started after the events are observed
	rateWait time.Duration // until a rate allows the next start; 0: no such wait
}

type delayed struct {
	item *item
	at   time.Time
}

// do changes the state by f and schedules what became runnable. It does nothing after
// the end of the run.
func (p *pool) do(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	f()
	p.advance()
	p.distribute(false, false)
}

// advance chooses what can start, passes the events on, and notices the end of the run.
func (p *pool) advance() {
	p.breakOff()
	p.choose()
	p.hunger()
	ended := p.queue.running == 0 && p.intake == nil && (p.stopped || !p.waiting()) && !p.lowerAll()
	if ended {
		p.giveUp()
		p.missed()
	}
	if len(p.events) > 0 {
		p.Observe(p.events...)
		p.events = p.events[:0]
	}
	switch {
	case ended:
		p.ended = true
		close(p.over)
	case p.untilNext() < never:
		select {
		case p.changed <- struct{}{}:
		default: // attend looks at the state as it is then
		}
	}
}

// enqueue settles what never gets a process, and queues the rest.
func (p *pool) enqueue(plan []*hub.Example) {
	for _, e := range plan {
		switch {
		case e.Invalid != nil:
			p.settle(hub.Result{ID: e.ID, Status: hub.StatusError, Started: p.Now(), Error: e.Invalid}, e)
		case e.Skip != "":
			p.settle(hub.Result{ID: e.ID, Status: hub.StatusSkipped, Started: p.Now(), Reason: e.Skip}, e)
		default:
			p.queue.push(&item{seq: p.pushed, example: e})
		}
		p.pushed++
	}
}

// attend reacts to time and signals until the run is over.
func (p *pool) attend() {
	var deadline <-chan time.Time
	if p.Deadline > 0 {
		t := time.NewTimer(p.Deadline)
		defer t.Stop()
		deadline = t.C
	}
	var tick <-chan time.Time
	if p.Tick != nil {
		t := time.NewTicker(100 * time.Millisecond)
		defer t.Stop()
		tick = t.C
	}
	var ahead <-chan time.Time
	if p.looksAhead() {
		t := time.NewTicker(patience)
		defer t.Stop()
		ahead = t.C
	}
	wake := time.NewTimer(never)
	defer wake.Stop()
	interrupted := p.interrupt.Done()
	for {
		select {
		case <-p.over:
			return
		case <-p.changed:
			p.mu.Lock()
			wake.Reset(p.untilNext())
			p.mu.Unlock()
		case <-wake.C:
			p.do(func() {})
		case <-ahead:
			p.do(func() {})
		case now := <-tick:
			p.mu.Lock()
			p.Tick(now)
			p.mu.Unlock()
		case <-deadline:
			p.do(func() { p.stop(hub.RunEnd{Reason: hub.EndDeadline}) })
		case <-interrupted:
			interrupted = nil
			p.do(func() { p.stop(interruption(p.interrupt)) })
		}
	}
}

func interruption(ctx context.Context) hub.RunEnd {
	end := hub.RunEnd{Reason: hub.EndInterrupted}
	var sig ErrSignal
	if errors.As(context.Cause(ctx), &sig) {
		end.Signal = sig.Name
	}
	return end
}

// waiting reports whether anything waits for its start.
func (p *pool) waiting() bool {
	if len(p.delayed) > 0 {
		return true
	}
	return slices.ContainsFunc(p.queue.lanes, func(l *lane) bool { return len(l.waiting) > 0 })
}

// never is longer than any run waits for a start.
const never = 100 * 365 * 24 * time.Hour

// untilNext returns the time until a retry or a rate may allow a start.
func (p *pool) untilNext() time.Duration {
	wait := never
	if p.stopped {
		return wait
	}
	if len(p.delayed) > 0 {
		wait = time.Until(p.delayed[0].at)
	}
	if p.rateWait > 0 {
		wait = min(wait, p.rateWait)
	}
	if !p.short.until.IsZero() {
		wait = min(wait, time.Until(p.short.until))
	}
	return max(wait, 0)
}

// choose chooses as many attempts as may start now.
func (p *pool) choose() {
	if p.interrupt.Err() != nil && !p.stopped {
		p.stop(interruption(p.interrupt))
	}
	now := time.Now()
	for len(p.delayed) > 0 && !now.Before(p.delayed[0].at) {
		p.queue.push(p.delayed[0].item)
		p.delayed = p.delayed[1:]
	}
	p.rateWait = 0
	p.seat()
	p.withdraw()
	p.expire(now)
	if p.paused(now) {
		return
	}
	p.grant()
	for p.mayStart() {
		var from *lane
		if from, p.rateWait = p.queue.choose(now); from == nil {
			return
		}
		if from.stage != nil && from.stage.state == stageIdle {
			p.raise(from.stage)
			continue
		}
		it := p.queue.take(from, now)
		it.turn, it.early = &proc.Turn{}, false
		p.start(it)
		p.chosen = append(p.chosen, it)
	}
	p.lookAhead(now)
}

// mayStart reports whether a worker is free for an attempt.
func (p *pool) mayStart() bool {
	return !p.stopped && len(p.free) > 0 && p.busy() < p.short.most
}

// start gives an attempt a worker. There is a free one.
func (p *pool) start(it *item) {
	it.worker = p.free[len(p.free)-1]
	p.free = p.free[:len(p.free)-1]
	if len(it.attempts) == 0 {
		it.started = p.Now()
		p.events = append(p.events, hub.Event{Type: hub.EventExampleStarted, Time: it.started, ID: it.example.ID, Worker: it.worker})
	}
}

// guarded returns work for a new goroutine, guarded by the options.
func (p *pool) guarded(work func()) func() {
	if p.Guard == nil {
		return work
	}
	return p.Guard(work)
}

// attempt makes the item's next attempt; wait returns when it is its turn.
func (p *pool) attempt(it *item, wait func()) hub.Attempt {
	if it.early {
		it.turn.Wait = wait
	}
	if it.print == "" && p.Fingerprint != nil {
		var err error
		if it.print, it.parts, err = p.Fingerprint(p.attempts, it.example); err != nil {
			return hub.Attempt{Number: len(it.attempts) + 1, ExitCode: -1, Error: internal(it.example, err)}
		}
	}
	return p.Exec(p.attempts, it.example, len(it.attempts)+1, it.turn)
}
