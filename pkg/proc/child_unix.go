//go:build unix

package proc

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// Places of descriptors in the poll list.
const (
	pollOut = iota
	pollExit
	pollLink
	pollIn
	places
)

// holdOff is how long after its start a process is left to print into its pipe
// unread: being woken for each line of one that ends at once costs as much as
// the rest of serving it. A pipe that is full meanwhile holds the process up
// for no longer than this.
const holdOff = 3 * time.Millisecond

// idleCheck is how often orphans of the example that have ended are reaped while it
// runs: it may make any number of them, and each takes a place in the system's
// process table.
const idleCheck = time.Second

// stopGap is how much longer than it was to last a wait must have taken for this
// process to have been stopped meanwhile, and not just short of CPU.
const stopGap = 250 * time.Millisecond

// unsent is how much output may wait for hub to take it before no more is read.
const unsent = 256 << 10

// child is the example that a supervisor process runs.
type child struct {
	request
	pid           int
	own           bool // it leads a process group of its own
	reaped        bool
	out, in, exit int // pipe ends and exit descriptor; -1 when closed
	polls         [places]unix.PollFd

	begin     time.Time
	phase     phase
	asked     byte          // frameCancel or frameKill, once hub did
	until     time.Time     // when the phase ends; zero: never
	paused    time.Duration // for which the clock was stopped
	suspended time.Duration // of that, by hub, and not yet taken off the clock
	hold      bool          // leave the output for later
	end       report
}

// run starts the example and returns when it and all its descendants have ended.
func (v *supervision) run() *report {
	c := &v.c
	c.begin = time.Now()
	c.out, c.in, c.exit = -1, -1, -1
	c.end.Code = -1
	memory := v.oomKillsBefore(c.begin)
	v.obey() // what came with the request
	err := v.start()
	if c.pid == 0 {
		v.close()
		c.end.Elapsed = time.Since(c.begin)
		return &c.end
	}
	if err != nil { // it runs, and its end could not be noticed
		c.end.text = err.Error()
		v.signalAll(unix.SIGKILL)
		c.phase = forced
	} else {
		v.attend()
	}
	v.settle()
	v.close()
	c.end.OutOfMemory = v.outOfMemory(memory)
	c.end.left = c.end.left || v.bent()
	return &c.end
}

// attend serves the process until it ends.
func (v *supervision) attend() {
	c := &v.c
	if c.timeout > 0 {
		c.until = c.begin.Add(c.timeout)
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
				v.setClock(c.until.Sub(now)) // one that has ended by now needs none
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
			// A wait that a stop interrupted has not looked.
			ended = v.ended()
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
			c.end.text = fmt.Sprintf("process %d cannot be killed, and lives on", c.pid)
			c.end.left = true
			return
		}
		if now.After(nextCheck) {
			v.stoppedToo() // forget what was before
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

// over notes that the process has ended by now. When nobody saw the end of its
// time, for this process was stopped or had no CPU, the system says which came
// first.
func (v *supervision) over(now time.Time) {
	c := &v.c
	c.end.Elapsed = now.Sub(c.begin) - c.paused
	if c.phase == alone && !c.until.IsZero() && !now.Before(c.until) && v.overran(now.Sub(c.until)) {
		c.end.TimedOut, c.end.Unattended = true, true
	}
}

// escalate goes on with ending the process when it is time, or told to. It
// reports whether the process resists SIGKILL.
func (v *supervision) escalate(now time.Time) (lost bool) {
	c := &v.c
	over := !c.until.IsZero() && !now.Before(c.until)
	kill := v.killed()
	canceled := kill || c.asked != 0
	switch {
	case c.phase == forced:
		return over
	case c.phase == alone && !over && !canceled,
		c.phase == asked && !over && !kill:
		return false
	case c.phase == alone && over:
		c.end.TimedOut, c.end.Stopped = true, v.stopped()
	case !c.end.TimedOut:
		c.end.Canceled = true
	}
	if c.phase == alone && !kill && c.grace > 0 {
		c.phase, c.until = asked, now.Add(c.grace)
		v.signal(unix.SIGTERM)
		// A stopped process gets the request only when it goes on.
		v.signal(unix.SIGCONT)
		return false
	}
	c.phase, c.until = forced, now.Add(killBound)
	v.signalAll(unix.SIGKILL)
	return false
}

// killed reports whether the process is to be killed without grace.
func (v *supervision) killed() bool { return v.gone || v.c.asked == frameKill }

// settle deals with what outlives the process, until nothing is left.
func (v *supervision) settle() {
	c := &v.c
	v.closeIn()
	// What was asked to end and has: the rest gets the linger that the rest of
	// any example gets.
	step, end := alone, time.Now().Add(Linger)
	if c.phase == forced {
		step, end = forced, time.Now().Add(killBound)
	}
	if !v.nobody() {
		v.urgent(true)
		defer v.urgent(false)
		reapThemselves(true) // so that those which do not are no more than there are now
		defer reapThemselves(false)
		for more := true; more; _, more = v.bury() {
		}
	}
	alive := []processes.Process{{Name: unseen}} // what forks and ends without a pause is in few lists
	for pause := 500 * time.Microsecond; !v.nobody(); pause = min(2*pause, 10*time.Millisecond) {
		if list := v.survivors(); len(list) > 0 && step != forced {
			alive = list
		}
		if now := time.Now(); step != forced && v.killed() || !now.Before(end) {
			if step == forced {
				c.end.left = true
				break
			}
			if step == alone {
				c.end.Leaked = names(alive)
			}
			step++
			end, pause = now.Add(Linger), 500*time.Microsecond
			if v.killed() {
				step = forced
			}
			if step == forced {
				end = now.Add(killBound)
			} else {
				for _, p := range alive {
					p.Signal(unix.SIGTERM)
					p.Signal(unix.SIGCONT)
				}
			}
		}
		if step == forced {
			v.exterminate()
		}
		v.poll(pause, false)
		end, c.suspended = end.Add(c.suspended), 0
	}
	v.drain()
}

// poll waits for the descriptors, at most for wait, and serves them. It reports
// whether the process has ended.
func (v *supervision) poll(wait time.Duration, exit bool) bool {
	c := &v.c
	p := &c.polls
	p[pollOut] = unix.PollFd{Fd: int32(c.out), Events: unix.POLLIN}
	p[pollExit] = unix.PollFd{Fd: int32(c.exit), Events: unix.POLLIN}
	p[pollLink] = unix.PollFd{Fd: linkFD, Events: unix.POLLIN}
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
		time.Sleep(time.Millisecond) // out of memory for a moment
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

// obey does what hub has asked for about this attempt, after whose end it asks for
// another.
func (v *supervision) obey() {
	for {
		kind, payload, ok := v.in.Next()
		if !ok {
			return
		}
		if serialOf(payload) == v.c.serial {
			v.do(kind)
		}
	}
}

// do does one thing that hub has asked for about the example that runs.
func (v *supervision) do(kind byte) {
	switch kind {
	case frameCancel, frameKill:
		if v.c.asked != frameKill {
			v.c.asked = kind
		}
	case frameSuspend:
		v.suspend()
	}
}

// ended reports whether the process has.
func (v *supervision) ended() bool {
	p := v.c.polls[:1]
	for {
		p[0] = unix.PollFd{Fd: int32(v.c.exit), Events: unix.POLLIN}
		if n, err := poll(p, 0); err != unix.EINTR {
			return err == nil && n > 0
		}
	}
}

// signalName names a signal, a real-time one by its number.
func signalName(sig syscall.Signal) string {
	if name := unix.SignalName(sig); name != "" {
		return name
	}
	return fmt.Sprintf("SIG%d", int(sig))
}

// reap notes how the process ended, which was waited for.
func (v *supervision) reap(status syscall.WaitStatus, usage *syscall.Rusage) {
	c := &v.c
	c.reaped = true
	switch {
	case status.Exited():
		c.end.Code = status.ExitStatus()
	case status.Signaled():
		c.end.Signal = signalName(status.Signal())
		c.end.CoreDumped = status.CoreDump()
	}
	c.end.CPU = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	c.end.MaxRSS = usage.Maxrss
	if runtime.GOOS != "darwin" {
		c.end.MaxRSS *= 1024
	}
}
