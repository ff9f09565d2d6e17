package runner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"

	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/proc"
	"github.com/seed-00a9b34c/hub/pkg/programs"
	"github.com/seed-00a9b34c/hub/pkg/want"
)

// scarcity is what a pool does about hub's own want, by which an attempt was not
// made: the example goes back to where it waited, and fewer run at a time, as
// many as ran beside it. With nothing beside it the start is tried again after
// pauses, as long as a [want.Waiter] waits. What then still cannot be started gets no
// result in this run.
//
// Note: the bound is never raised again. What is short at one moment of a run is
// short at others, and every failed start costs a start of something else.
type scarcity struct {
	most    int // attempts at a time
	tries   int // starts in a row that failed with nothing beside them
	until   time.Time
	waiter  want.Waiter
	fewer   string // why most was lowered, at first
	missing []string
	because *hub.Error // of the first of them
}

// lack takes in that an attempt was not made for want of hub's.
func (p *pool) lack(it *item, why *hub.Error) {
	p.queue.done(it)
	p.vacate(it)
	if len(it.attempts) == 0 {
		it.started = time.Time{}
		p.news = append(p.news, hub.Event{Type: hub.EventExampleDeferred, Time: p.Now(), ID: it.example.ID, Worker: it.worker})
	}
	if p.stopped {
		p.queue.push(it)
		return
	}
	if why.Want == hub.WantLasting {
		p.miss(it, why)
		return
	}
	busy := p.busy()
	if most := max(busy, 1); most < p.short.most {
		p.short.most = most
		p.short.fewer = cmp.Or(p.short.fewer, why.Message)
	}
	if busy == 0 {
		if why.Want == hub.WantRoom {
			p.miss(it, why)
			return
		}
		pause, ok := p.short.waiter.Pause(p.short.tries + 1)
		if !ok {
			p.short.tries = 0
			p.miss(it, why)
			return
		}
		p.short.tries++
		p.short.until = time.Now().Add(pause)
	}
	p.queue.push(it)
}

// busy is how many workers are at work.
func (p *pool) busy() int { return p.Workers - len(p.free) }

// paused reports whether nothing is to be started yet.
func (p *pool) paused(now time.Time) bool {
	if now.Before(p.short.until) {
		return true
	}
	p.short.until = time.Time{}
	return false
}

// supplied takes in that a process was started and ended.
func (p *pool) supplied(a *hub.Attempt) {
	if a.ExitCode >= 0 || a.Signal != "" {
		p.short.tries = 0
	}
}

// miss leaves an example without a result. One that has made attempts in this run
// has a result, which says that it was stopped between two of them.
func (p *pool) miss(it *item, why *hub.Error) {
	if p.short.because == nil {
		p.short.because = why
	}
	p.short.missing = append(p.short.missing, it.example.ID)
	if len(it.attempts) == 0 {
		p.leave(it.example)
		return
	}
	r := it.result()
	r.Status, r.Error, r.Reason = hub.StatusInterrupted, nil, "stopped before its next attempt: hub lacked what it takes to start it"
	p.settle(r, it.example)
}

// missed says, at the end of the run, what hub lacked, and records what could not
// be started.
func (p *pool) missed() {
	if p.short.fewer != "" && p.Fewer != nil {
		p.Fewer(p.short.most, p.short.fewer)
	}
	if len(p.short.missing) == 0 {
		return
	}
	if p.end.Reason == hub.EndFinished {
		p.end.Reason = hub.EndWant
	}
	p.news = append(p.news, hub.Event{Type: hub.EventProblem, Time: p.Now(), Problem: new(Missing(p.short.missing, p.short.because.Message))})
}

// maxMissing bounds how many examples one problem names.
const maxMissing = 5

// Missing is the problem of a run in which the examples could not be started for
// want of hub's.
func Missing(ids []string, why string) hub.Problem {
	what := "1 example, which has no result in this run and keeps its recorded one"
	if len(ids) != 1 {
		what = fmt.Sprintf("%d examples, which have no result in this run and keep their recorded ones", len(ids))
	}
	named := ids[:min(len(ids), maxMissing)]
	if more := len(ids) - len(named); more > 0 {
		named = append(named[:len(named):len(named)], fmt.Sprintf("and %d more", more))
	}
	return hub.Problem{Kind: hub.ProblemWant, Message: fmt.Sprintf("hub could not start %s: %s (%s)", what, why, strings.Join(named, ", "))}
}

// lacking is the error of an attempt that was not made for want of hub's.
func lacking(e *hub.Example, err error) *hub.Error {
	return &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: err.Error(), Want: hub.WantNow}
}

// Lacking is the error of an attempt that was made and about which hub, in the
// words of what, lacked something to find out how it ended: err says what. The
// attempt counts as not made. It is not made again: hub has waited already, and an
// example is not run twice without need.
func Lacking(e *hub.Example, what string, err error) *hub.Error {
	return &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: what + "; " + want.Remedy(err), Want: hub.WantLasting}
}

// internal is the error of an attempt that hub failed to make.
func internal(e *hub.Example, err error) *hub.Error {
	if want.Room(err) {
		failed := lacking(e, want.Advised(err))
		failed.Want = hub.WantRoom
		return failed
	}
	if want.Of(err) {
		if remedy := want.Remedy(err); !errors.Is(err, want.Err) && remedy != "" {
			err = fmt.Errorf("%w; %s", err, remedy)
		}
		return lacking(e, err)
	}
	return &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: err.Error()}
}

// tooLarge is the error of an example whose arguments and environment the system
// refused as too large; nil when err says something else. What the example itself
// declares may be that large, and then it is the example's; else it is what hub
// adds, or was given itself.
func tooLarge(e *hub.Example, cmd *proc.Command, err error) *hub.Error {
	if !errors.Is(err, syscall.E2BIG) {
		return nil
	}
	own := append(declared(e.Settings.Env), e.Settings.Args...)
	sum := func(texts []string) (bytes int, longest int) {
		for _, text := range texts {
			bytes += len(text) + 1 + pointer
			longest = max(longest, len(text)+1)
		}
		return bytes, longest
	}
	ownBytes, longest := sum(own)
	argv, _ := sum(cmd.Argv)
	env, _ := sum(cmd.Env)
	most, mostText := programs.ArgumentBounds()
	sizes := fmt.Sprintf("arguments (%d bytes) and environment (%d bytes) are too large for the system; the example declares %d bytes of them", argv, env, ownBytes)
	if ownBytes >= most || longest > mostText {
		return &hub.Error{Type: hub.ErrMissingRunner, File: e.Path, Message: "could not be started: " + sizes + ": pass less, or by a file"}
	}
	return &hub.Error{Type: hub.ErrInternal, File: e.Path, Want: hub.WantLasting,
		Message: sizes + ", the rest is the command of its runner, hub's own environment and what hub adds to it: start hub with a smaller environment (env: {clean: true} keeps it back), or raise ulimit -s"}
}

// pointer is what one argument takes beside its text, in bytes.
const pointer = 8

// declared is what the example's settings say of its environment.
func declared(env hub.Env) []string {
	var out []string
	for name, value := range env.Set {
		out = append(out, name+"="+value)
	}
	return out
}

// patiently runs a step until it does not fail for want of hub's any more, see
// [want.Waiter].
func (a *Around) patiently(ctx context.Context, run func() proc.Exit) {
	_ = a.waiter.Do(ctx, func() error { return lackOf(run()) }) // the Exit says it
}

// lackOf is the error of an Exit that says nothing of the program.
func lackOf(exit proc.Exit) error {
	if want.Of(exit.Err) && !exit.Canceled {
		return exit.Err
	}
	return nil
}

// wantOf says whether an error is one of want.
func wantOf(err error) hub.Want {
	switch {
	case want.Of(err):
		return hub.WantNow
	case want.Room(err):
		return hub.WantRoom
	}
	return hub.NoWant
}
