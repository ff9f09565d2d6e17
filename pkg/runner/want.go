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

// scarcity is the state of a pool in which hub lacked something to make an attempt:
// the example goes back into the queue, and from then on only as many run at a time
// as ran beside it. With nothing beside it the start is repeated after pauses, as
// long as a [want.Waiter] waits. An example that still cannot be started has no result
// in this run.
//
// Note: the bound is never raised again. A resource that is short at one moment of a
// run is short at others, and every failed start costs the start of something else.
type scarcity struct {
	most    int  // attempts at a time
	early   bool // an attempt lacked something while it was prepared early: no other is
	tries   int  // starts in a row that failed with nothing beside them
	until   time.Time
	waiter  want.Waiter
	fewer   string // why most was lowered, at first
	missing []string
	because *hub.Error // of the first of them
}

// lack records that hub lacked something to make an attempt.
func (p *pool) lack(it *item, why *hub.Error) {
	p.queue.done(it)
	p.vacate(it)
	if len(it.attempts) == 0 {
		it.started = time.Time{}
		p.events = append(p.events, hub.Event{Type: hub.EventExampleDeferred, Time: p.Now(), ID: it.example.ID, Worker: it.worker})
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

// busy returns how many workers are in use.
func (p *pool) busy() int { return p.Workers - len(p.free) }

// paused reports whether nothing is to be started yet.
func (p *pool) paused(now time.Time) bool {
	if now.Before(p.short.until) {
		return true
	}
	p.short.until = time.Time{}
	return false
}

// supplied records that a process was started and ended.
func (p *pool) supplied(a *hub.Attempt) {
	if a.ExitCode >= 0 || a.Signal != "" {
		p.short.tries = 0
	}
}

// miss leaves an example without a result; with attempts in this run it has a result,
// which says that it was stopped between two of them.
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

// missed reports at the end of the run what hub lacked, and which examples could not
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
	p.events = append(p.events, hub.Event{Type: hub.EventProblem, Time: p.Now(), Problem: new(Missing(p.short.missing, p.short.because.Message))})
}

// maxMissing bounds how many examples one problem names.
const maxMissing = 5

// Missing returns the problem of a run in which hub lacked something to start the
// examples.
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

// lacking returns the error of an attempt that hub lacked something to make.
func lacking(e *hub.Example, err error) *hub.Error {
	return &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: err.Error(), Want: hub.WantNow}
}

// Lacking returns the error of an attempt after which hub lacked something, err, to
// find out how it ended; what describes that in words. The attempt counts as not made.
// It is not repeated: hub has waited already, and an example is not run twice without
// need.
func Lacking(e *hub.Example, what string, err error) *hub.Error {
	return &hub.Error{Type: hub.ErrInternal, File: e.Path, Message: what + "; " + want.Remedy(err), Want: hub.WantLasting}
}

// internal returns the error of an attempt that hub failed to make.
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

// tooLarge returns the error of an example for which the system refused arguments and
// environment as too large; nil when err is another. The fault is the example's where
// what it declares is that large by itself; else that of what hub adds or was given.
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

// declared returns what the example's settings add to its environment.
func declared(env hub.Env) []string {
	var out []string
	for name, value := range env.Set {
		out = append(out, name+"="+value)
	}
	return out
}

// patiently runs a step again while hub lacks something for it, see [want.Waiter].
func (a *Around) patiently(ctx context.Context, run func() proc.Exit) {
	_ = a.waiter.Do(ctx, func() error { return lackOf(run()) }) // the Exit says it
}

// lackOf returns the error of an Exit that says nothing about the program.
func lackOf(exit proc.Exit) error {
	if want.Of(exit.Err) && !exit.Canceled {
		return exit.Err
	}
	return nil
}

// wantOf returns which want an error is of.
func wantOf(err error) hub.Want {
	switch {
	case want.Of(err):
		return hub.WantNow
	case want.Room(err):
		return hub.WantRoom
	}
	return hub.NoWant
}
