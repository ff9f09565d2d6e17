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
// other. Only examples that compete for nothing else but a worker are taken ahead,
// and only while examples end soon: what waits for longer than [patience] is put
// back, and prepared anew when a worker is free. Else a fingerprint could be older
// than an edit that its example ran with.
//
// Note: else hub's own work between two examples (an end to judge and record, a
// start to prepare) is time in which the worker's CPU idles, a fifth of the time of
// examples that end at once.

// patience is how old a preparation may be, and how long an attempt may have taken
// for the next ones to be prepared early. A wait may last for twice as long.
const patience = 100 * time.Millisecond

// lookAhead chooses attempts that wait for their turn.
//
// Note: with one worker an example may rely on what the one before it has left, and
// its fingerprint is to cover that.
func (p *pool) lookAhead(now time.Time) {
	if !p.looksAhead() || !p.soon || p.StopOnError || p.MaxFailures > 0 || p.short.most < p.Workers {
		return
	}
	for !p.stopped && len(p.free) == 0 && len(p.ahead) < p.Workers {
		from, _ := p.queue.choose(now)
		if from == nil || !from.plain() {
			return
		}
		it := p.queue.take(from, now)
		it.worker, it.turn, it.early, it.since = 0, &proc.Turn{}, true, now
		p.ahead = append(p.ahead, it)
		p.chosen = append(p.chosen, it)
	}
}

// looksAhead reports whether attempts may be prepared early in this run.
func (p *pool) looksAhead() bool { return p.Ahead && p.Workers > 1 }

// expire ends the waits that have lasted too long.
func (p *pool) expire(now time.Time) {
	for _, it := range p.ahead {
		if it.waits && now.Sub(it.since) >= patience {
			p.soon = false
			it.turn.Over = true
			p.rouse(it)
		}
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
	for p.mayStart() {
		// What is given up is not started any more.
		i := slices.IndexFunc(p.ahead, func(it *item) bool { return !it.turn.Over })
		if i < 0 {
			return
		}
		it := p.ahead[i]
		p.ahead = slices.Delete(p.ahead, i, i+1)
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
	} else {
		p.rouse(it)
	}
}

// withdraw puts back what ended without its turn and was not made, or has no turn any
// more.
func (p *pool) withdraw() {
	p.ahead = slices.DeleteFunc(p.ahead, func(it *item) bool {
		if p.stopped {
			p.rouse(it)
		}
		a := it.ended
		if a == nil || it.turn.Taken || !p.stopped && !a.Canceled && !a.Error.Lacks() {
			return false
		}
		// What is short at one moment of a run is short at others.
		p.Ahead = p.Ahead && !a.Error.Lacks()
		it.ended = nil
		if len(it.attempts) == 0 {
			it.print, it.parts = "", nil
		}
		p.queue.done(it)
		p.queue.push(it)
		return true
	})
}
