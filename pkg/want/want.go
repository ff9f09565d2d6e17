// Package want recognises errors that say what hub itself lacks: descriptors,
// processes, memory or room on a disk, by its own limits (ulimit) or the machine's.
// Such an error says nothing about what hub was about to start, read or write, so no
// verdict may follow from it.
package want

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// Err is wrapped by errors that say that hub lacked something, where the system's
// error is not at hand.
var Err = errors.New("hub lacks descriptors, processes or memory")

// Of reports whether err wraps a system error by which this process, or the
// machine, is out of descriptors, memory or another resource of the kernel, or [Err]. Out
// of disk space is none of them, and neither is EAGAIN, which has many meanings;
// see [Start].
func Of(err error) bool { return errors.Is(err, Err) || is(err, lacks) }

// Start is [Of] for the error of a start of a process, where EAGAIN says that no
// more processes are allowed, and EBADF that the limit of descriptors is near.
func Start(err error) bool { return Of(err) || is(err, lacksStart) }

// is reports whether err wraps one of these errors.
func is(err error, among []error) bool {
	for _, one := range among {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

// Remedy returns what to do about err where [Start] holds; empty where nothing
// particular follows from it.
func Remedy(err error) string {
	switch {
	case is(err, lacksFiles):
		return "raise ulimit -n, or run with fewer workers (-j)"
	case is(err, lacksStart):
		return "raise ulimit -u (or pids.max of the control group), or run with fewer workers (-j)"
	case Of(err):
		return "raise ulimit -v, free memory or descriptors of the machine, or run with fewer workers (-j)"
	}
	return ""
}

const (
	firstPause = 5 * time.Millisecond
	mostPause  = time.Second
	// Patience is how long hub waits for what it lacks before it goes on without it:
	// other processes end meanwhile, and give it back.
	Patience = 5 * time.Second
)

// Waiter waits for what hub lacks: [Patience] at first, and half as long after each
// wait in vain, so that a whole run waits for little more than twice that. The zero value is ready, and serves many goroutines.
type Waiter struct{ vain atomic.Int32 }

// Pause returns how long to wait before the n-th retry, from 1: longer each time, and
// at most a second. ok is false when the patience is used up by the pauses before.
func (w *Waiter) Pause(n int) (pause time.Duration, ok bool) {
	pause = firstPause
	var sum time.Duration
	for range n - 1 {
		sum += pause
		pause = min(2*pause, mostPause)
	}
	if sum < Patience>>min(w.vain.Load(), 62) {
		return pause, true
	}
	w.vain.Add(1)
	return 0, false
}

// Do calls f until it returns anything but an error of want, the patience is used
// up or ctx ends, and returns f's last error.
func (w *Waiter) Do(ctx context.Context, f func() error) error {
	for n := 1; ; n++ {
		err := f()
		if !Start(err) {
			return err
		}
		pause, ok := w.Pause(n)
		if !ok {
			return err
		}
		wait := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			wait.Stop()
			return err
		case <-wait.C:
		}
	}
}
