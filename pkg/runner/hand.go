package runner

import (
	"iter"
	"sync/atomic"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// hand makes attempts, one after the other, in a coroutine. While an attempt waits
// for its turn, the goroutine that drives the hand goes on with another.
//
// Note: if each waiting attempt had a goroutine, another thread would wake it half of
// the time, which costs more than the rest of hub's work for a small example. Hands
// are used again, for the stack of a new one grows five times, by being copied, on
// the way down to the start of a process.
type hand struct {
	item    *item
	attempt hub.Attempt // of item, when it has ended
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

// follow drives an attempt, and then those that became runnable.
func (p *pool) follow(it *item) {
	for it != nil {
		early, next := p.drive(it, true)
		it = p.prepare(early, next)
	}
}

// slow is how long preparations may hold up the attempt to drive next, before another
// goroutine drives that: it may run already, and its output has to be read.
const slow = 5 * time.Millisecond

// prepare prepares the attempts early, and returns next, or nil when another goroutine
// drives that.
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

// drive resumes an attempt until it has ended or waits for its turn. It returns what
// the goroutine goes on with: attempts to prepare and, if run, one to drive.
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

// rouse chooses an attempt to be resumed, if it waits for its turn.
func (p *pool) rouse(it *item) {
	if it.waits {
		it.waits = false
		p.chosen = append(p.chosen, it)
	}
}

// distribute starts the chosen attempts, each in a new goroutine, but for those that
// the caller keeps: with prepare all that are to be prepared, with run one to drive.
//
// Note: a fixed number of goroutines does not do. All may be preparing attempts, or
// one whose turn is over may have to wait for the end of another such.
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
