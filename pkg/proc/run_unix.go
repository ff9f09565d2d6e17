//go:build unix

package proc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/sys/unix"
)

// Places of an attempt's descriptors in its poll list.
const (
	pollOut = iota
	pollExit
	pollWake
	pollIn
	places
)

// holdOff is how long after its start a process is left to print into its pipe
// unread: being woken for each line of one that ends at once costs as much as
// the rest of serving it. A pipe that is full meanwhile holds the process up
// for no longer than this.
const holdOff = 3 * time.Millisecond

// idleCheck is how often a long Run reaps adopted processes that ended: an
// example may make any number of them, and each takes a place in the system's
// process table.
const idleCheck = time.Second

// stopGap is how much longer than it was to last a wait must have taken for hub
// to have been stopped meanwhile, and not just short of CPU.
const stopGap = 250 * time.Millisecond

// Run starts c and returns when it and all its descendants have ended: at the
// latest after Timeout, Grace, twice [Linger] and, for what resists SIGKILL,
// two seconds. Nothing of the Run is left then, whatever the example did.
func (s *Supervisor) Run(ctx context.Context, c Command) Exit {
	if ctx.Err() != nil {
		return canceledBeforeStart(ctx)
	}
	a, err := s.take()
	if err != nil {
		return Exit{Err: lacking(fmt.Errorf("starting %s: %w", c.Path, err)), Code: -1}
	}
	defer s.give(a)
	begin := time.Now()
	memory := s.oomKillsBefore(a, begin)
	err = s.start(ctx, a, &c)
	if a.pid == 0 {
		a.close()
		return Exit{Err: lacking(err), Code: -1, Elapsed: time.Since(begin)}
	}
	r := &run{s: s, a: a, c: &c, ctx: ctx, output: c.Output, begin: begin}
	unwatch := a.watch(ctx)
	if err != nil { // it runs, and its end could not be noticed
		s.signalAll(a, unix.SIGKILL)
		r.exit.Err = lacking(err)
		r.phase = forced
	} else {
		r.attend()
	}
	unwatch()
	if !r.lost {
		r.settle()
	}
	a.close()
	if r.phase == alone && (r.exit.Signal == "SIGKILL" || r.exit.Code == 128+int(unix.SIGKILL)) {
		r.exit.OutOfMemory = s.oomKills(a) > memory
	}
	return r.exit
}

// run is the state of one Run.
type run struct {
	s      *Supervisor
	a      *attempt
	c      *Command
	ctx    context.Context
	output io.Writer // nil after it failed
	begin  time.Time
	phase  phase
	until  time.Time     // when the phase ends; zero: never
	paused time.Duration // for which the clock was stopped
	hold   bool          // leave the output for later
	lost   bool          // the process resists SIGKILL
	exit   Exit
}

// attend serves the process until it ends.
func (r *run) attend() {
	if r.c.Timeout > 0 {
		r.until = r.begin.Add(r.c.Timeout)
	}
	r.a.setClock(r.c.Timeout)
	r.a.feed()
	nextCheck := r.begin.Add(idleCheck)
	for now := r.begin; ; {
		wait := nextCheck.Sub(now)
		if !r.until.IsZero() {
			wait = min(wait, r.until.Sub(now))
		}
		if early := r.begin.Add(holdOff).Sub(now); early > 0 {
			r.hold, wait = true, min(wait, early)
		} else {
			r.hold = false
		}
		before := now
		ended := r.poll(wait, true)
		suspended := r.s.suspension(r.a)
		if now = time.Now(); suspended > 0 {
			r.pause(suspended, now)
			before = now
		}
		if !ended && !r.until.IsZero() && !now.Before(r.until) {
			// A wait that a stop interrupted has not looked.
			ended = r.ended()
		}
		if gap := now.Sub(before) - wait; gap > stopGap && !ended && r.s.stoppedToo(r.a) {
			r.pause(gap, now)
		}
		if ended {
			r.end(now)
			return
		}
		if r.escalate(now); r.lost {
			r.exit.Elapsed = now.Sub(r.begin) - r.paused
			r.exit.Code = -1
			r.exit.Err = fmt.Errorf("process %d cannot be killed, and was left behind", r.a.pid)
			r.s.abandon(r.a)
			return
		}
		if now.After(nextCheck) {
			r.s.reapStrays()
			r.s.stoppedToo(r.a) // forget what was before
			nextCheck = now.Add(idleCheck)
		}
	}
}

// pause takes the time for which hub and the example were both stopped off the
// clock.
func (r *run) pause(d time.Duration, now time.Time) {
	r.paused += d
	if r.until.IsZero() {
		return
	}
	if r.until = r.until.Add(d); r.phase == alone {
		r.a.setClock(max(r.until.Sub(now), 1))
	}
}

// end notes that the process has ended by now. When nobody saw the end of its
// time, for hub was stopped or had no CPU, the system says which came first.
func (r *run) end(now time.Time) {
	r.exit.Elapsed = now.Sub(r.begin) - r.paused
	if r.phase == alone && !r.until.IsZero() && !now.Before(r.until) && r.a.overran(now.Sub(r.until)) {
		r.exit.TimedOut, r.exit.Unattended = true, true
	}
}

// escalate goes on with ending the process when it is time, or told to.
func (r *run) escalate(now time.Time) {
	over := !r.until.IsZero() && !now.Before(r.until)
	canceled := r.ctx.Err() != nil
	kill := r.killed()
	switch {
	case r.phase == forced:
		r.lost = over
		return
	case r.phase == alone && !over && !canceled && !kill,
		r.phase == asked && !over && !kill:
		return
	case r.phase == alone && over:
		r.exit.TimedOut, r.exit.Stopped = true, r.s.stopped(r.a)
	case !r.exit.TimedOut:
		r.exit.Canceled = true
	}
	if r.phase == alone && !kill && r.c.Grace > 0 {
		r.phase, r.until = asked, now.Add(r.c.Grace)
		r.s.signal(r.a, unix.SIGTERM)
		// A stopped process gets the request only when it goes on.
		r.s.signal(r.a, unix.SIGCONT)
		return
	}
	r.phase, r.until = forced, now.Add(killBound)
	r.s.signalAll(r.a, unix.SIGKILL)
}

// killed reports whether the process is to be killed without grace.
func (r *run) killed() bool {
	return r.s.kills.Load() != r.a.kills ||
		r.ctx.Err() != nil && errors.Is(context.Cause(r.ctx), ErrKill)
}

// settle deals with what outlives the process, and reaps it. Until then it is
// a zombie, so that its process ID and group are still its own.
func (r *run) settle() {
	a := r.a
	a.closeIn()
	r.drain()
	if a.out < 0 && r.s.reap(a, &r.exit) {
		return
	}
	// What was asked to end and has: the rest gets the linger that the rest of
	// any example gets.
	step, end := alone, time.Now().Add(Linger)
	if r.phase == forced {
		step, end = forced, time.Now().Add(killBound)
	}
	for pause := 500 * time.Microsecond; ; pause = min(2*pause, 10*time.Millisecond) {
		alive := r.s.survivors(a)
		if len(alive) == 0 && (a.out < 0 || step == forced) {
			break
		}
		if now := time.Now(); step != forced && r.killed() || !now.Before(end) {
			if step == forced {
				r.s.forsake(a)
				break
			}
			if step == alone {
				r.exit.Leaked = names(alive)
			}
			step++
			end, pause = now.Add(Linger), 500*time.Microsecond
			if r.killed() || len(alive) == 0 {
				step = forced
			}
			if step == forced {
				end = now.Add(killBound)
			} else {
				r.s.signalThese(a, alive, unix.SIGTERM)
				r.s.signalThese(a, alive, unix.SIGCONT)
			}
		}
		if step == forced {
			r.s.signalThese(a, alive, unix.SIGKILL)
		}
		r.poll(pause, false)
	}
	r.drain()
	r.s.bury(a, &r.exit)
}

// poll waits for the attempt's descriptors, at most for wait, and serves them.
// It reports whether the process has ended.
//
// Note: it blocks its thread. To wait in the Go runtime's own poller takes none,
// but the runtime then parks and wakes threads, its monitor among them, for
// every example that ends; that cost more than all else but the fork.
func (r *run) poll(wait time.Duration, exit bool) bool {
	a := r.a
	p := &a.polls
	p[pollOut] = unix.PollFd{Fd: int32(a.out), Events: unix.POLLIN}
	p[pollExit] = unix.PollFd{Fd: int32(a.exit), Events: unix.POLLIN}
	p[pollWake] = unix.PollFd{Fd: int32(a.wake[0]), Events: unix.POLLIN}
	p[pollIn] = unix.PollFd{Fd: int32(a.in), Events: unix.POLLOUT}
	if !exit {
		p[pollExit].Fd = -1
	} else if r.hold {
		p[pollOut].Fd = -1
	}
	n, err := poll(p[:], wait)
	if err != nil && !errors.Is(err, unix.EINTR) {
		time.Sleep(time.Millisecond) // out of memory for a moment
	}
	if err != nil || n == 0 {
		return false
	}
	if p[pollWake].Revents != 0 {
		a.hush()
	}
	if p[pollIn].Revents != 0 {
		a.feed()
	}
	if events := p[pollOut].Revents; events != 0 {
		r.read(events)
	}
	return p[pollExit].Revents != 0
}

// ended reports whether the process has.
func (r *run) ended() bool {
	p := r.a.polls[:1]
	for {
		p[0] = unix.PollFd{Fd: int32(r.a.exit), Events: unix.POLLIN}
		if n, err := poll(p, 0); err != unix.EINTR {
			return err == nil && n > 0
		}
	}
}
