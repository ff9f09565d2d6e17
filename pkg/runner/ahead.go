package runner

import (
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// While all workers are busy, the attempts of as many more examples are prepared,
// and wait for their turn ([proc.Turn]). It comes when a worker is free; or before
// that, when the supervisor process of an attempt that has ended takes the next
// itself: the pool hears of it with that end, and gives the one's worker to the
// other. Only examples that compete for nothing else but a worker are taken ahead.
//
// Note: else hub's own work between two examples (an end to judge and record, a
// start to prepare) is time in which the worker's CPU idles, a fifth of the time of
// examples that end at once.

// lookAhead chooses attempts that wait for their turn.
//
// Note: with one worker an example may rely on what the one before it has left, and
// its fingerprint is to cover that.
func (p *pool) lookAhead(now time.Time) {
	if !p.Ahead || p.Workers == 1 || p.StopOnError || p.MaxFailures > 0 || p.short.most < p.Workers {
		return
	}
	for !p.stopped && len(p.free) == 0 && len(p.ahead) < p.Workers {
		from, _ := p.queue.choose(now)
		if from == nil || !from.plain() {
			return
		}
		it := p.queue.take(from, now)
		it.worker, it.turn, it.early = 0, &proc.Turn{}, true
		p.ahead = append(p.ahead, it)
		p.chosen = append(p.chosen, it)
	}
}

// plain reports whether the first of the lane needs nothing but a worker.
func (l *lane) plain() bool {
	e := l.waiting[0].example
	return !l.exclusive && l.limit == "" && (l.stage == nil || l.stage.state == stageUp) &&
		e.Build == nil && e.Settings.Workdir != hub.WorkdirCopy
}

// vacate takes back the worker of an attempt that has ended.
func (p *pool) vacate(it *item) {
	p.free = append(p.free, it.worker)
	i := slices.IndexFunc(p.ahead, func(next *item) bool { return next.turn == it.turn.Next })
	if i >= 0 { // else it was granted its turn as well
		p.heirs = append(p.heirs, p.ahead[i])
		p.ahead = slices.Delete(p.ahead, i, i+1)
	}
}

// seat gives workers to the attempts that took the place of others.
func (p *pool) seat() {
	for len(p.heirs) > 0 {
		it := p.heirs[0]
		p.heirs = p.heirs[1:]
		p.admit(it)
	}
}

// grant gives the workers that are free to attempts that wait for their turn.
func (p *pool) grant() {
	for len(p.ahead) > 0 && p.mayStart() {
		it := p.ahead[0]
		p.ahead = p.ahead[1:]
		p.admit(it)
	}
}

// admit gives a worker to an attempt that was prepared, and may have ended by now.
func (p *pool) admit(it *item) {
	p.start(it)
	if a := it.ended; a != nil {
		it.ended = nil
		p.finish(it, *a)
		p.seat()
	} else if it.waits {
		p.chosen = append(p.chosen, it)
	}
}

// withdraw puts back what ended without its turn and was not made, or has no turn any
// more.
func (p *pool) withdraw() {
	p.ahead = slices.DeleteFunc(p.ahead, func(it *item) bool {
		if it.waits && p.stopped {
			p.chosen = append(p.chosen, it)
		}
		a := it.ended
		if a == nil || it.turn.Taken || !p.stopped && !a.Canceled && !a.Error.Lacks() {
			return false
		}
		p.Ahead = false // what is short at one moment of a run is short at others
		it.ended = nil
		p.queue.done(it)
		p.queue.push(it)
		return true
	})
}
