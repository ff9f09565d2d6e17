//go:build unix

package supervision

import (
	"fmt"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/processes"
)

// over notes that the process has ended by now. Where its time is over too, which
// went unseen while this process was stopped or had no CPU, the clock says which
// came first.
func (v *supervision) over(now time.Time) {
	c := &v.c
	c.end.Elapsed = now.Sub(c.begin) - c.paused
	if c.phase == alone && !c.until.IsZero() && !now.Before(c.until) && v.overran(now.Sub(c.until)) {
		c.end.TimedOut, c.end.Unattended = true, true
	}
}

// escalate takes the next step of ending the process when it is time, or hub asked
// for it. It reports whether the process resists SIGKILL.
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
	if c.phase == alone && !kill && c.Grace > 0 {
		c.phase, c.until = asked, now.Add(c.Grace)
		v.signal(unix.SIGTERM)
		// A stopped process gets the request only when it goes on.
		v.signal(unix.SIGCONT)
		return false
	}
	c.phase, c.until = forced, now.Add(KillBound)
	v.signalAll(unix.SIGKILL)
	return false
}

// killed reports whether the process is to be killed without grace.
func (v *supervision) killed() bool { return v.gone || v.c.asked == FrameKill }

// unattended is how late a look may be: what ended meanwhile did not end in time. This
// process was stopped, or had no CPU.
const unattended = 5 * Linger

// settle ends what outlives the process. It returns when nothing is left.
func (v *supervision) settle() {
	c := &v.c
	v.closeIn()
	// What is left of an example that ended when asked to gets the same linger.
	step, end := alone, time.Now().Add(Linger)
	if c.phase == forced {
		step, end = forced, time.Now().Add(KillBound)
	}
	var seen time.Time // that something was left
	empty := v.empty()
	if !empty {
		seen = time.Now()
		v.hurry(true)
		reapThemselves(true) // so that those which do not are no more than there are now
		defer reapThemselves(false)
		for more := true; more; _, more = v.bury() {
		}
		empty = v.empty()
	}
	alive := []processes.Process{{Name: processes.Unseen}} // what forks and ends without a pause is in few lists
	for pause := 500 * time.Microsecond; !empty; empty, pause = v.empty(), min(2*pause, 10*time.Millisecond) {
		seen = time.Now()
		if list := v.survivors(); len(list) > 0 && step != forced {
			alive = list
		}
		if now := time.Now(); step != forced && v.killed() || !now.Before(end) {
			if step == forced {
				c.end.Left = true
				break
			}
			if step == alone {
				c.end.Leaked = Names(alive)
			}
			step++
			end, pause = now.Add(Linger), 500*time.Microsecond
			if v.killed() {
				step = forced
			}
			if step == forced {
				end = now.Add(KillBound)
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
		end, seen, c.suspended = end.Add(c.suspended), seen.Add(c.suspended), 0
	}
	if step == alone && !seen.IsZero() && time.Since(seen) > unattended {
		c.end.Leaked = Names(alive) // nobody saw when it ended
	}
	v.drain()
}

// signal sends sig to the example's process group, or, where it has no own group, to
// all below this process.
func (v *supervision) signal(sig unix.Signal) {
	if v.c.own {
		v.signalGroup(sig)
	} else {
		v.signalAll(sig)
	}
}

// signalGroup sends sig to the example's own process group, in one step.
func (v *supervision) signalGroup(sig unix.Signal) {
	if v.c.own && !v.c.reaped { // else its ID may be another's
		_ = unix.Kill(-v.c.pid, sig) // fails when the group is empty
	}
}

// Names returns processes as a Leaked list names them.
func Names(list []processes.Process) []Process {
	var out []Process
	for _, p := range list {
		out = append(out, Process{PID: p.PID, Name: p.Name})
	}
	slices.SortFunc(out, func(a, b Process) int { return a.PID - b.PID })
	return out[:min(len(out), MaxLeaked)]
}

// SignalName names a signal, a real-time one by its number.
func SignalName(sig syscall.Signal) string {
	if name := unix.SignalName(sig); name != "" {
		return name
	}
	return fmt.Sprintf("SIG%d", int(sig))
}

// reap notes how the process ended.
func (v *supervision) reap(status syscall.WaitStatus) {
	c := &v.c
	c.reaped = true
	switch {
	case status.Exited():
		c.end.Code = status.ExitStatus()
	case status.Signaled():
		c.end.Signal = SignalName(status.Signal())
		c.end.CoreDumped = status.CoreDump()
	}
}
