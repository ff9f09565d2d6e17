package supervision

import (
	"time"

	"golang.org/x/sys/unix"
)

// clock is a timer for the end of an attempt's time, and a queue into which the
// system puts that and the end of the process as they happen, also while this process
// is stopped. It serves one attempt after the other.
type clock struct {
	queue, timer int  // -1: there is no clock, for want of descriptors
	set          bool // for the attempt that runs
}

func (c *clock) open() {
	c.timer = -1
	var err error
	if c.queue, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err == nil {
		c.timer, err = unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK)
	}
	if err != nil || c.add(c.timer) != nil {
		shut(&c.timer)
	}
}

// add has the system put into the queue that fd has become readable.
func (c *clock) add(fd int) error {
	return unix.EpollCtl(c.queue, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
}

// setClock sets the clock anew: d is left; 0 or less means that it need not be set. An
// attempt without a clock is judged by when its end is noticed.
func (v *supervision) setClock(d time.Duration) {
	c := &v.clock
	if d <= 0 || c.timer < 0 || !c.set && c.add(v.c.exit) != nil {
		return
	}
	c.set = true
	end := unix.ItimerSpec{Value: unix.NsecToTimespec(d.Nanoseconds())}
	_ = unix.TimerfdSettime(c.timer, 0, &end, nil) // fails for no timer and no time that is right
	c.first()                                      // an end of time that no longer is one leaves the queue
}

// first returns the descriptor of what has happened first; -1: nothing has.
func (c *clock) first() int {
	var got [2]unix.EpollEvent
	for {
		switch n, err := unix.EpollWait(c.queue, got[:], 0); {
		case err == unix.EINTR:
		case n > 0:
			return int(got[0].Fd)
		default:
			return -1
		}
	}
}

// overran reports whether the time was over before the process ended, which it
// has; late is for how long it has been over now.
//
// Note: the queue is first in, first out, and the kernel fills it at once: in the
// timer's interrupt, and in the exit of the process.
func (v *supervision) overran(late time.Duration) bool {
	if !v.clock.set {
		return late > stopGap
	}
	return v.clock.first() == v.clock.timer
}

// clearClock takes the attempt's process out of the queue.
func (v *supervision) clearClock() {
	if c := &v.clock; c.set {
		c.set = false
		_ = unix.EpollCtl(c.queue, unix.EPOLL_CTL_DEL, v.c.exit, nil) // it leaves with its descriptor anyway
		_ = unix.TimerfdSettime(c.timer, 0, &unix.ItimerSpec{}, nil)
	}
}
