package runner

import (
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// While all workers are busy, the pool has the attempts of as many more examples
// prepared, which then wait for their turn ([proc.Turn]). The turn comes when a
// worker is free; or before that, when the supervisor process of an attempt that has
// ended takes the next itself: the pool learns of it with that end, and passes the
// worker on. Only examples that need nothing but a worker are prepared ahead, and
// only while examples end soon: one that has waited for longer than [patience] is put
// back, and prepared anew when a worker is free. So no fingerprint is older than an
// edit that its example ran with.
//
// Note: without this the worker's CPU idles during hub's own work between two
// examples (judging and recording an end, preparing a start), a fifth of the time of
// examples that end at once.

// patience bounds the age of a preparation, which is checked as often, so that a wait
// may last for twice as long; and the time of an attempt after which others are
// prepared early.
const patience = 100 * time.Millisecond

// lookAhead chooses attempts to prepare early.
//
// Note: with one worker an example may rely on what the one before it has left, and
// its fingerprint is to cover that.
func (p *pool) lookAhead(now time.Time) {
	if !p.looksAhead() || p.short.early || !p.soon || p.StopOnError || p.MaxFailures > 0 || p.short.most < p.Workers {
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

// expire ends waits that are older than patience.
func (p *pool) expire(now time.Time) {
	for _, it := range p.ahead {
		if it.waits && now.Sub(it.since) >= patience {
			p.soon = false
			it.turn.Over = true
			p.rouse(it)
		}
	}
}

// plain reports whether the first example of the lane needs nothing but a worker.
func (l *lane) plain() bool {
	e := l.waiting[0].example
	return !l.exclusive && l.limit == "" && (l.stage == nil || l.stage.state == stageUp) &&
		e.Build == nil && e.Settings.Workdir != hub.WorkdirCopy
}

// vacate frees the worker of an attempt that has ended, and notes its heir.
func (p *pool) vacate(it *item) {
	p.free = append(p.free, it.worker)
	i := slices.IndexFunc(p.ahead, func(next *item) bool { return next.turn == it.turn.Next })
	if i >= 0 { // else that was granted a worker meanwhile
		p.heirs = append(p.heirs, p.ahead[i])
		p.ahead = slices.Delete(p.ahead, i, i+1)
	}
}

// seat gives workers to the heirs: attempts that took the place of others.
func (p *pool) seat() {
	for len(p.heirs) > 0 {
		it := p.heirs[0]
		p.heirs = p.heirs[1:]
		p.admit(it)
	}
}

// grant gives free workers to attempts that wait for their turn.
func (p *pool) grant() {
	for p.mayStart() {
		// One whose turn is over is on its way back to the queue.
		i := slices.IndexFunc(p.ahead, func(it *item) bool { return !it.turn.Over })
		if i < 0 {
			return
		}
		it := p.ahead[i]
		p.ahead = slices.Delete(p.ahead, i, i+1)
		p.admit(it)
	}
}

// admit gives a worker to an attempt that was prepared, and may have ended already.
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

// withdraw puts back into the queue what ended before its turn without being made,
// and, once the run is stopped, all that has not taken the place of another.
func (p *pool) withdraw() {
	p.ahead = slices.DeleteFunc(p.ahead, func(it *item) bool {
		if p.stopped {
			p.rouse(it)
		}
		a := it.ended
		if a == nil || it.turn.Taken || !p.stopped && !a.Canceled && !a.Error.Lacks() {
			return false
		}
		p.short.early = p.short.early || a.Error.Lacks()
		it.ended = nil
		if len(it.attempts) == 0 {
			it.print, it.parts = "", nil
		}
		p.queue.done(it)
		p.queue.push(it)
		return true
	})
}
