//go:build unix

package supervision

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// Places of descriptors in the poll list.
const (
	pollOut = iota
	pollExit
	pollLink
	pollIn
	places
)

// holdOff is how long the output of a started process is left in the pipe: waking up
// for each line of a process that ends at once costs as much as all else for it. A
// full pipe holds the process up no longer than this.
const holdOff = 3 * time.Millisecond

// idleCheck is how often ended orphans are reaped while the example runs: there may
// be any number of them, and each takes a place in the system's process table.
const idleCheck = time.Second

// stopGap is by how much a wait must be late before this process counts as stopped
// meanwhile, and not just short of CPU.
const stopGap = 250 * time.Millisecond

// unsent bounds the output that waits for hub; beyond it no more is read.
const unsent = 256 << 10

// phase is how far the end of the example's process was forced.
type phase int

const (
	alone  phase = iota // nothing was done
	asked               // SIGTERM was sent
	forced              // SIGKILL was sent
)

// child is the example that a supervisor process runs.
type child struct {
	Request
	pid           int
	own           bool // it leads a process group of its own
	reaped        bool
	out, in, exit int // pipe ends and exit descriptor; -1 when closed
	polls         [places]unix.PollFd

	begin     time.Time
	phase     phase
	asked     byte          // FrameCancel or FrameKill, once hub did
	until     time.Time     // when the phase ends; zero: never
	paused    time.Duration // for which the clock was stopped
	suspended time.Duration // of that, by hub, and not yet taken off the clock
	hold      bool          // leave the output for later
	end       Report
}

// run starts the example and returns when it and all its descendants have ended.
func (v *supervision) run() *Report {
	c := &v.c
	c.begin = time.Now()
	c.out, c.in, c.exit = -1, -1, -1
	c.end.Code, c.end.Began = -1, c.begin
	memory := v.oomKillsBefore(c.begin)
	v.obey() // what came with the request
	err := v.start()
	if c.pid == 0 {
		v.close()
		c.end.Elapsed = time.Since(c.begin)
		return &c.end
	}
	if err != nil { // it runs, and its end could not be noticed
		c.end.Text = err.Error()
		v.signalAll(unix.SIGKILL)
		c.phase = forced
	} else {
		v.attend()
	}
	v.settle()
	v.close()
	v.measured()
	c.end.OutOfMemory = v.outOfMemory(memory)
	v.hurry(false)
	c.end.Left = c.end.Left || v.bent()
	return &c.end
}

// attend serves the process until it ends.
func (v *supervision) attend() {
	c := &v.c
	if c.Timeout > 0 {
		c.until = c.begin.Add(c.Timeout)
	}
	v.feed()
	nextCheck := c.begin.Add(idleCheck)
	for now := c.begin; ; {
		wait := nextCheck.Sub(now)
		if !c.until.IsZero() {
			wait = min(wait, c.until.Sub(now))
		}
		if early := c.begin.Add(holdOff).Sub(now); early > 0 {
			c.hold, wait = true, min(wait, early)
		} else {
			if c.hold {
				v.hurry(true) // one that has ended by now needs neither
				v.setClock(c.until.Sub(now))
			}
			c.hold = false
		}
		before := now
		ended := v.poll(wait, true)
		if now = time.Now(); c.suspended > 0 {
			v.pause(c.suspended, now)
			c.suspended, before = 0, now
		}
		if !ended && !c.until.IsZero() && !now.Before(c.until) {
			ended = v.poll(0, true) // a wait that a stop interrupted does not know
		}
		if gap := now.Sub(before) - wait; gap > stopGap && !ended && v.stoppedToo() {
			v.pause(gap, now)
		}
		if ended {
			v.over(now)
			return
		}
		if v.escalate(now) {
			c.end.Elapsed = now.Sub(c.begin) - c.paused
			c.end.Text = fmt.Sprintf("process %d cannot be killed and is still running", c.pid)
			c.end.Left = true
			return
		}
		if now.After(nextCheck) {
			v.stoppedToo() // clear an earlier stop
			_, more := v.bury()
			if nextCheck = now.Add(idleCheck); more {
				nextCheck = now
			}
		}
	}
}

// pause takes the time for which this process and the example were both stopped
// off the clock.
func (v *supervision) pause(d time.Duration, now time.Time) {
	c := &v.c
	c.paused += d
	if c.until.IsZero() {
		return
	}
	if c.until = c.until.Add(d); c.phase == alone {
		v.setClock(max(c.until.Sub(now), 1))
	}
}

// poll waits for the descriptors, at most for wait, and serves them. It reports
// whether the process has ended.
func (v *supervision) poll(wait time.Duration, exit bool) bool {
	c := &v.c
	p := &c.polls
	p[pollOut] = unix.PollFd{Fd: int32(c.out), Events: unix.POLLIN}
	p[pollExit] = unix.PollFd{Fd: int32(c.exit), Events: unix.POLLIN}
	p[pollLink] = unix.PollFd{Fd: LinkFD, Events: unix.POLLIN}
	p[pollIn] = unix.PollFd{Fd: int32(c.in), Events: unix.POLLOUT}
	if !exit {
		p[pollExit].Fd = -1
	} else if c.hold {
		p[pollOut].Fd = -1
	}
	if len(v.out) > 0 {
		p[pollLink].Events |= unix.POLLOUT
	}
	if len(v.out) > unsent {
		p[pollOut].Fd = -1
	}
	if v.gone {
		p[pollLink].Fd = -1
	}
	n, err := poll(p[:], max(0, wait))
	if err != nil && !errors.Is(err, unix.EINTR) {
		sleep(time.Millisecond) // out of memory for a moment
	}
	if err != nil || n == 0 {
		return false
	}
	if events := p[pollLink].Revents; events != 0 {
		v.exchange(events)
		v.obey()
	}
	if p[pollIn].Revents != 0 {
		v.feed()
	}
	if events := p[pollOut].Revents; events != 0 {
		v.read(events)
		v.flush()
	}
	return p[pollExit].Revents != 0
}

// obey does what hub has asked for about this attempt.
func (v *supervision) obey() {
	for {
		kind, payload, ok := v.in.Next()
		if !ok {
			return
		}
		if SerialOf(payload) == v.c.Serial {
			v.do(kind)
		}
	}
}

// do carries out one request of hub about the example that runs.
func (v *supervision) do(kind byte) {
	switch kind {
	case FrameCancel, FrameKill:
		if v.c.asked != FrameKill {
			v.c.asked = kind
		}
	case FrameSuspend:
		v.suspend()
	}
}
