package runner

import (
	"context"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// stage is a group of examples that need something around them: its setup runs
// before the first of them starts, its teardown when the last has its result,
// and also when the setup failed or the run ends early. A stage without an example
// to start has neither.
type stage struct {
	group string
	state stageState
	left  int // its examples without a result
	// failure is that of the setup, also for examples that come later.
	failure *hub.Error
}

type stageState int

const (
	stageIdle stageState = iota
	stageRising
	stageUp // or its setup failed: there is something to take down
	stageFalling
	stageDown
)

// startable reports whether an example of the stage, or its setup, may start.
func (s *stage) startable() bool {
	return s == nil || s.state == stageIdle || s.state == stageUp
}

// stages counts the examples of the groups that have stages.
func (p *pool) stages(plan []*hub.Example) {
	for _, group := range p.Stages {
		p.queue.stages[group] = &stage{group: group}
	}
	for _, e := range plan {
		if s := p.queue.stages[e.Group]; s != nil {
			s.left++
		}
	}
}

// raise runs a stage's setup, which takes a worker: what it starts counts.
func (p *pool) raise(s *stage) {
	worker := p.free[len(p.free)-1]
	p.free = p.free[:len(p.free)-1]
	s.state = stageRising
	p.queue.running++
	go func() {
		steps, failure := p.Setup(p.attempts, s.group)
		p.do(func() { p.raised(s, worker, steps, failure) })
	}()
}

// lower runs a stage's teardown, which waits for no worker.
func (p *pool) lower(s *stage) {
	s.state = stageFalling
	p.queue.running++
	go func() {
		// Whatever ended the run: what was set up is taken down.
		steps := p.Teardown(context.WithoutCancel(p.attempts), s.group)
		p.do(func() {
			p.queue.running--
			p.report(steps)
			s.state = stageDown
		})
	}()
}

// lowerAll lowers the stages that are still up at the end of the run, and reports
// whether there was one.
func (p *pool) lowerAll() bool {
	found := false
	for _, group := range p.Stages {
		if s := p.queue.stages[group]; s.state == stageUp {
			p.lower(s)
			found = true
		}
	}
	return found
}

// raised records how a setup ended. After a failed one the stage's examples cannot be
// tried, and are errors.
func (p *pool) raised(s *stage, worker int, steps []hub.Step, failure *hub.Error) {
	p.queue.running--
	p.report(steps)
	p.free = append(p.free, worker)
	s.state = stageUp
	if s.left == 0 { // what waited for it was settled meanwhile
		p.lower(s)
	}
	if p.interrupt.Err() != nil && !p.stopped {
		p.stop(interruption(p.interrupt))
	}
	if failure == nil || p.stopped {
		return
	}
	s.failure = failure
	for _, it := range p.queue.removeStage(s) {
		if p.stopped { // by a result before this one
			p.queue.push(it)
			continue
		}
		if failure.Lacks() {
			p.miss(it, failure)
			continue
		}
		p.settle(hub.Result{ID: it.example.ID, Status: hub.StatusError, Started: p.Now(), Error: failure}, it.example)
	}
}

// report adds the steps of a setup or a teardown to the events.
func (p *pool) report(steps []hub.Step) {
	for i := range steps {
		p.events = append(p.events, hub.Event{Type: hub.EventStepFinished, Time: p.Now(), Step: &steps[i]})
	}
}

// leave notes that an example of a stage has its result.
func (p *pool) leave(e *hub.Example) {
	s := p.queue.stages[e.Group]
	if s == nil {
		return
	}
	if s.left--; s.left == 0 && s.state == stageUp {
		p.lower(s)
	}
}

// removeStage takes all items that wait for the stage out of the queue, in the
// plan's order.
func (q *queue) removeStage(s *stage) []*item {
	var out []*item
	for _, l := range q.lanes {
		if l.stage == s {
			out = append(out, l.waiting...)
			l.waiting = nil
		}
	}
	sortItems(out)
	return out
}
