package runner

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// breaking are the errors of what examples of one limit share, not of
// the example: another one would meet the same.
var breaking = []hub.ErrorType{hub.ErrAuth, hub.ErrRateLimit, hub.ErrNetwork}

// breaker ends the examples of a limit when what they share is out of order.
//
// It opens at so many breaking errors in a row. A pass or a failure of another
// kind closes it; what never came to its own end (a timeout, a skip) says
// nothing. While it is open, an example that waits is skipped, and a failed one
// is not tried again, if one of the errors gates or its own failure is allowed.
// So a skip never hides anything: the run is not good already, or it would have
// been with the example's failure too. Others are run, and the first of them
// that fails alike makes the breaker hold for all.
type breaker struct {
	after   int // errors in a row; 0: never
	streak  int
	gates   bool      // one of the streak gates
	last    hub.Error // of the streak
	opened  bool      // at any time
	skipped int
}

func (b *breaker) open() bool { return b.after > 0 && b.streak >= b.after }

// count takes in a result.
func (b *breaker) count(r *hub.Result) {
	switch {
	case len(r.Attempts) == 0:
	case r.Status == hub.StatusError && slices.Contains(breaking, r.Error.Type):
		b.streak++
		b.gates = b.gates || r.Gates()
		b.last = *r.Error
		b.opened = b.opened || b.open()
	case r.Status == hub.StatusCompleted, r.Status == hub.StatusError && !r.Error.Type.CouldNotRun():
		b.streak, b.gates = 0, false
	}
}

// holds reports whether the breaker keeps the example from another start.
func (p *pool) holds(l *limit, e *hub.Example) bool {
	return l != nil && l.breaker.open() && (l.breaker.gates || excused(e.Settings.AllowFailure, p.Now()))
}

// breakOff settles what waits and must not start any more.
func (p *pool) breakOff() {
	for p.suspect != "" && !p.stopped {
		name := p.suspect
		p.suspect = ""
		l := p.queue.limits[name]
		held := p.queue.remove(name, func(it *item) bool { return p.holds(l, it.example) })
		p.delayed = slices.DeleteFunc(p.delayed, func(d delayed) bool {
			hold := d.item.example.Settings.Limit == name && p.holds(l, d.item.example)
			if hold {
				held = append(held, d.item)
			}
			return hold
		})
		slices.SortFunc(held, func(a, b *item) int { return a.seq - b.seq })
		for i, it := range held {
			if p.stopped {
				p.requeue(held[i:])
				return
			}
			r := hub.Result{ID: it.example.ID}
			if len(it.attempts) > 0 {
				r = it.result()
				r.Error = remark(r.Error, "not tried again: "+l.breaker.text(name))
			} else {
				l.breaker.skipped++
				r.Status, r.Started = hub.StatusSkipped, p.Now()
				r.Reason = fmt.Sprintf("%s, the last of them %s: %s", l.breaker.text(name), l.breaker.last.Type, l.breaker.last.Message)
			}
			p.settle(r, it.example)
		}
	}
}

// requeue puts back what an early end of the run overtook, for giveUp.
func (p *pool) requeue(items []*item) {
	for _, it := range items {
		p.queue.push(it)
	}
}

func (b *breaker) text(name string) string {
	return fmt.Sprintf("limit %s broke off after %d errors in a row", name, b.after)
}

// broken lists the limits that broke off.
func (q *queue) broken() []hub.BrokenLimit {
	var out []hub.BrokenLimit
	for _, name := range slices.Sorted(maps.Keys(q.limits)) {
		if b := &q.limits[name].breaker; b.opened {
			out = append(out, hub.BrokenLimit{Limit: name, Errors: b.after, Skipped: b.skipped})
		}
	}
	return out
}
