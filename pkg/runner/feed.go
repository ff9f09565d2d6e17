package runner

import (
	"context"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Fed is an example that is added to a run.
type Fed struct {
	Example *hub.Example
	// Record is the example as the log has it, with secrets masked, and Previous its last
	// outcome before.
	Record   *hub.Example
	Previous hub.Status
	// Failure, if set, is the result: the example is not run.
	Failure *hub.Error
}

// Intake adds examples to a run that is under way, see [Options.Feed].
type Intake struct {
	pool   *pool
	hungry chan struct{} // gets that the run may need examples; has room for one
	below  int           // how few examples may wait; guarded by pool.mu
}

// feed starts [Options.Feed]. Its ctx ends when the run is to take nothing more.
func (p *pool) feed() {
	if p.Feed == nil {
		return
	}
	ctx, cancel := context.WithCancel(p.attempts)
	p.intake, p.unfeed = &Intake{pool: p, hungry: make(chan struct{}, 1)}, cancel
	for _, s := range p.queue.stages {
		s.left = neverLeft
	}
	go p.guarded(func() {
		p.Feed(ctx, p.intake)
		p.do(func() { p.intake = nil })
	})()
}

// neverLeft is more than the examples of any run: whether one is the last of its group is
// not known while more may come, so groups are taken down at the end of the run.
const neverLeft = 1 << 40

// Add adds examples, with an event for each, behind those that wait. It reports whether
// they were added; they are not if the run takes nothing more.
func (in *Intake) Add(examples []Fed) bool {
	added := false
	in.pool.do(func() { added = in.pool.taken(examples) })
	return added
}

func (p *pool) taken(examples []Fed) bool {
	if p.closed() {
		return false
	}
	for _, f := range examples {
		now := p.Now()
		p.events = append(p.events, hub.Event{Type: hub.EventExampleTaken, Time: now, ID: f.Record.ID, Example: f.Record, Previous: f.Previous})
		if s := p.queue.stages[f.Example.Group]; s != nil && s.failure != nil && f.Failure == nil && f.Example.Skip == "" && f.Example.Invalid == nil {
			f.Failure = s.failure
		}
		if f.Failure != nil {
			p.settle(hub.Result{ID: f.Example.ID, Status: hub.StatusError, Started: now, Error: f.Failure}, f.Example)
			continue
		}
		p.enqueue([]*hub.Example{f.Example})
	}
	return true
}

// closed reports whether the run takes no more examples: it ends early, or hub lacks what
// it takes to start them.
func (p *pool) closed() bool {
	return p.stopped || p.interrupt.Err() != nil || len(p.short.missing) > 0
}

// Room returns how many workers have nothing to do, and how many examples wait. While an
// exclusive example waits or runs, no worker counts as idle, so that its turn comes.
func (in *Intake) Room() (idle, waiting int) {
	in.pool.mu.Lock()
	defer in.pool.mu.Unlock()
	return in.pool.room()
}

func (p *pool) room() (idle, waiting int) {
	exclusive := p.queue.alone
	for _, l := range p.queue.lanes {
		waiting += len(l.waiting)
		exclusive = exclusive || l.exclusive && len(l.waiting) > 0
	}
	if !exclusive && !time.Now().Before(p.short.until) {
		idle = max(min(len(p.free), p.short.most-p.busy())-waiting, 0)
	}
	return idle, waiting + len(p.ahead)
}

// Wait returns when a worker has nothing to do, fewer than below examples wait, the time
// is over, or ctx has ended.
func (in *Intake) Wait(ctx context.Context, below int, most time.Duration) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	for {
		in.pool.mu.Lock()
		in.below = below
		idle, waiting := in.pool.room()
		in.pool.mu.Unlock()
		if idle > 0 || waiting < below {
			return
		}
		select {
		case <-in.hungry: // perhaps for what has been added since
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// hunger wakes [Intake.Wait], and ends the intake of a run that takes nothing more.
func (p *pool) hunger() {
	if p.intake == nil {
		return
	}
	if p.closed() {
		p.unfeed()
	}
	if idle, waiting := p.room(); idle > 0 || waiting < p.intake.below {
		select {
		case p.intake.hungry <- struct{}{}:
		default:
		}
	}
}
