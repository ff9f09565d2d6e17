package runner

import (
	"iter"

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

// work drives attempts until there are no more.
func (p *pool) work() {
	for it := range p.todo {
		for mine := []*item{it}; len(mine) > 0; {
			it, mine = mine[0], mine[1:]
			mine = append(p.drive(it, len(mine) == 0), mine...)
		}
	}
}

// drive goes on with an attempt until it ended or waits for its turn, and returns
// what its goroutine is to go on with; last: it has nothing else to do.
func (p *pool) drive(it *item, last bool) []*item {
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
	return p.distribute(true, last)
}

// distribute starts what was chosen, in other goroutines but for what the one that
// calls keeps: all that are to be prepared, and then one attempt that has a worker.
func (p *pool) distribute(prepare, run bool) (mine []*item) {
	var first *item
	for _, it := range p.chosen {
		it.waits = false
		if it.hand == nil {
			if len(p.hands) == 0 {
				p.hands = append(p.hands, p.newHand())
			}
			last := len(p.hands) - 1
			it.hand, p.hands = p.hands[last], p.hands[:last]
		}
		switch {
		case prepare && it.worker == 0:
			mine = append(mine, it)
		case run && first == nil:
			first = it
		default:
			if p.drivers < min(p.queue.running, p.Workers) {
				p.drivers++
				go p.guarded(p.work)()
			}
			p.todo <- it
		}
	}
	p.chosen = p.chosen[:0]
	if first != nil {
		mine = append(mine, first)
	}
	return mine
}
