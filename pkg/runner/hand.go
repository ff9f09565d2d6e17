package runner

import (
	"iter"
	"sync/atomic"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// hand makes attempts, one after the other, in a coroutine: one that waits for its
// turn gives the goroutine back that drives it, which goes on with another.
//
// Note: a goroutine for each of those that wait is woken by another thread half of
// the time, which costs more than the rest of hub's work for a small example. And it
// lives as long as the run, for a goroutine begins with a small stack that grows, by
// being copied, five times on the way down to the start of a process.
type hand struct {
	item    *item
	attempt hub.Attempt // how it ended
	resume  func() (ended, ok bool)
	stop    func()
}

func (p *pool) newHand() *hand {
	h := &hand{}
	h.resume, h.stop = iter.Pull(func(yield func(ended bool) bool) {
		for more := true; more; more = yield(true) {
			h.attempt = p.attempt(h.item, func() { yield(false) })
		}
	})
	return h
}

// work follows attempts until there are no more.
func (p *pool) work() {
	for it := range p.todo {
		p.follow(it)
	}
}

// follow drives an attempt, and those that follow from it.
func (p *pool) follow(it *item) {
	for it != nil {
		early, next := p.drive(it, true)
		it = p.prepare(early, next)
	}
}

// slow is how long a preparation may take before another goroutine follows what
// comes after it: that may run already, and somebody has to read what it prints.
const slow = 5 * time.Millisecond

// prepare prepares attempts, and returns the next to drive; nil when there is none,
// or another goroutine does.
func (p *pool) prepare(early []*item, next *item) *item {
	if len(early) == 0 {
		return next
	}
	var taken atomic.Bool
	if next != nil {
		lend := time.AfterFunc(slow, p.guarded(func() {
			if taken.CompareAndSwap(false, true) {
				p.follow(next)
			}
		}))
		defer lend.Stop()
	}
	for len(early) > 0 {
		more, _ := p.drive(early[0], false)
		early = append(early[1:], more...)
	}
	if !taken.CompareAndSwap(false, true) {
		return nil
	}
	return next
}

// drive goes on with an attempt until it ended or waits for its turn, and returns
// what its goroutine is to go on with: attempts to prepare and, if run, one that has
// a worker.
func (p *pool) drive(it *item, run bool) (early []*item, next *item) {
	h := it.hand
	h.item = it
	ended, _ := h.resume()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !ended {
		it.waits = true
		if it.worker != 0 { // its turn came meanwhile
			p.chosen = append(p.chosen, it)
		}
	} else {
		it.hand, it.waits = nil, false
		p.hands = append(p.hands, h)
		p.finish(it, h.attempt)
	}
	p.advance()
	return p.distribute(true, run)
}

// distribute starts what was chosen, in other goroutines but for what the one that
// calls keeps: all that is to be prepared, and one attempt that has a worker.
func (p *pool) distribute(prepare, run bool) (early []*item, next *item) {
	for _, it := range p.chosen {
		it.waits = false
		fresh := it.hand == nil
		if fresh {
			if len(p.hands) == 0 {
				p.hands = append(p.hands, p.newHand())
			}
			last := len(p.hands) - 1
			it.hand, p.hands = p.hands[last], p.hands[:last]
		}
		switch {
		case prepare && fresh && it.worker == 0:
			early = append(early, it)
		case run && next == nil:
			next = it
		case it.worker == 0:
			// All drivers may be busy; and what waited for too long may have to wait for
			// the end of another that did.
			go p.guarded(func() { p.follow(it) })()
		default:
			if p.drivers < min(p.queue.running, p.Workers) {
				p.drivers++
				go p.guarded(p.work)()
			}
			p.todo <- it
		}
	}
	p.chosen = p.chosen[:0]
	return early, next
}
