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
			p.rouse(it)
		}
	} else {
		it.hand = nil
		p.hands = append(p.hands, h)
		p.finish(it, h.attempt)
	}
	p.advance()
	return p.distribute(true, run)
}

// rouse has an attempt resumed, if it waits for its turn.
func (p *pool) rouse(it *item) {
	if it.waits {
		it.waits = false
		p.chosen = append(p.chosen, it)
	}
}

// distribute starts what was chosen, each in a goroutine of its own but for what the
// one that calls keeps: all that is to be prepared, and one attempt to drive.
//
// Note: no number of goroutines is enough to share. All may be preparing something,
// and what waited for too long may have to wait for the end of another that did.
func (p *pool) distribute(prepare, run bool) (early []*item, next *item) {
	for _, it := range p.chosen {
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
		default:
			go p.guarded(func() { p.follow(it) })()
		}
	}
	p.chosen = p.chosen[:0]
	return early, next
}
