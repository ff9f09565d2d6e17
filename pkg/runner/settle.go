package runner

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// finish records how an attempt ended.
func (p *pool) finish(it *item, a hub.Attempt) {
	if it.worker == 0 {
		it.ended = &a // it counts when it has one
		return
	}
	if a.Error.Lacks() && !a.Canceled {
		p.lack(it, a.Error)
		return
	}
	p.supplied(&a)
	p.soon = a.Seconds < patience.Seconds()
	p.queue.done(it)
	p.vacate(it)
	a.Worker = it.worker
	if a.Number == 1 && a.Started.Before(it.started) { // it took the place of another
		a.Started = it.started
	}
	it.attempts = append(it.attempts, a)

	refusal := ""
	if delay, again := retryDelay(it.example.Settings.Retries, it.example.ID, &a); again && !p.stopped && !a.Canceled {
		if refusal = p.refuse(it.example); refusal == "" {
			p.retried++
			p.events = append(p.events, attemptFinished(p.Now(), it, a))
			p.delay(it, time.Now().Add(delay))
			return
		}
	}
	r := it.result()
	if refusal != "" {
		r.Error = remark(r.Error, "not tried again: "+refusal)
	}
	short := a
	short.Output = ""
	p.settle(r, it.example, attemptFinished(p.Now(), it, short))
}

// refuse returns why a failed attempt is not repeated; empty when it is.
func (p *pool) refuse(e *hub.Example) string {
	if l := p.queue.limits[e.Settings.Limit]; p.holds(l, e) {
		return l.breaker.text(e.Settings.Limit)
	}
	if p.MaxRetries > 0 && p.retried >= p.MaxRetries {
		p.refused++
		return fmt.Sprintf("the %d retries of the whole run are used up", p.MaxRetries)
	}
	return ""
}

func attemptFinished(now time.Time, it *item, a hub.Attempt) hub.Event {
	return hub.Event{Type: hub.EventAttemptFinished, Time: now, ID: it.example.ID, Worker: it.worker, Attempt: &a}
}

// giveUp records the examples that the early end of the run found between two attempts.
func (p *pool) giveUp() {
	var begun []*item
	for _, d := range p.delayed {
		begun = append(begun, d.item)
	}
	for _, l := range p.queue.lanes {
		for _, it := range l.waiting {
			if len(it.attempts) > 0 {
				begun = append(begun, it)
			}
		}
	}
	sortItems(begun)
	for _, it := range begun {
		r := it.result()
		r.Status, r.Error, r.Reason = hub.StatusInterrupted, nil, "stopped before its next attempt"
		p.settle(r, it.example)
	}
}

func (p *pool) delay(it *item, at time.Time) {
	i, _ := slices.BinarySearchFunc(p.delayed, at, func(d delayed, at time.Time) int { return d.at.Compare(at) })
	p.delayed = slices.Insert(p.delayed, i, delayed{it, at})
}

// settle records the result of an example, and stops the run where that asks for it.
func (p *pool) settle(r hub.Result, e *hub.Example, before ...hub.Event) {
	now := p.Now()
	p.judge(&r, e, now)
	p.leave(e)
	p.events = append(append(p.events, before...), hub.Event{Type: hub.EventExampleFinished, Time: now, ID: r.ID, Result: &r})
	if l := p.queue.limits[e.Settings.Limit]; l != nil {
		l.breaker.count(&r)
		if l.breaker.open() {
			p.suspect = e.Settings.Limit
		}
	}
	if !r.Gates() {
		return
	}
	p.failures++
	switch {
	case p.StopOnError:
		p.stop(hub.RunEnd{Reason: hub.EndStopOnError})
	case p.MaxFailures > 0 && p.failures >= p.MaxFailures:
		p.stop(hub.RunEnd{Reason: hub.EndMaxFailures})
	}
}

// stop ends the run early. The first reason counts, except that a signal overrides
// every other.
func (p *pool) stop(end hub.RunEnd) {
	if p.stopped && end.Reason != hub.EndInterrupted {
		return
	}
	p.stopped = true
	p.end = end
	p.cancel()
}
