package proc

import (
	"time"

	"golang.org/x/sys/unix"
)

// clock is a timer for the end of an attempt's time, and a queue into which the
// system puts that and the end of the process as they happen, while this process
// is stopped too. It serves one attempt after the other.
type clock struct {
	made, armed  bool
	queue, timer int
	timed, exits unix.EpollEvent
}

// setClock starts the clock anew: d is left, more than 0; 0 means no end. An
// attempt without a clock, for there are no descriptors left, is judged by when
// somebody looks.
func (v *supervision) setClock(d time.Duration) {
	c := &v.clock
	if d <= 0 || !c.make() {
		return
	}
	if !c.armed {
		c.exits = unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(v.c.exit)}
		c.armed = unix.EpollCtl(c.queue, unix.EPOLL_CTL_ADD, v.c.exit, &c.exits) == nil
	}
	end := unix.ItimerSpec{Value: unix.NsecToTimespec(d.Nanoseconds())}
	if unix.TimerfdSettime(c.timer, 0, &end, nil) != nil {
		v.clearClock()
		return
	}
	c.events() // an end of time that no longer is one leaves the queue
}

// make makes the descriptors when they are first needed.
func (c *clock) make() bool {
	if c.made {
		return true
	}
	var err error
	if c.queue, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return false
	}
	if c.timer, err = unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK); err == nil {
		c.timed = unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(c.timer)}
		if err = unix.EpollCtl(c.queue, unix.EPOLL_CTL_ADD, c.timer, &c.timed); err != nil {
			closeFD(c.timer)
		}
	}
	if err != nil {
		closeFD(c.queue)
		return false
	}
	c.made = true
	return true
}

// events are what has happened, in its order.
func (c *clock) events() []unix.EpollEvent {
	var got [2]unix.EpollEvent
	for {
		n, err := unix.EpollWait(c.queue, got[:], 0)
		if err == unix.EINTR {
			continue
		}
		return got[:max(0, n)]
	}
}

// overran reports whether the time was over before the process ended, which it
// has; late is for how long it has been over now.
//
// Note: the queue is first in, first out, and filled by whoever makes an entry
// ready: the timer's interrupt, and the process in its exit.
func (v *supervision) overran(late time.Duration) bool {
	if !v.clock.armed {
		return late > stopGap
	}
	got := v.clock.events()
	return len(got) > 0 && got[0].Fd == v.clock.timed.Fd
}

// clearClock takes the attempt's process out of the queue.
func (v *supervision) clearClock() {
	c := &v.clock
	if !c.armed {
		return
	}
	c.armed = false
	_ = unix.EpollCtl(c.queue, unix.EPOLL_CTL_DEL, v.c.exit, nil) // it leaves with its descriptor anyway
	_ = unix.TimerfdSettime(c.timer, 0, &unix.ItimerSpec{}, nil)
}
