// Package want recognises errors that say what hub itself lacks: descriptors,
// processes or memory, of its own limits (ulimit) or of the machine. Such an
// error says nothing of what hub was about to start, read or write, so no verdict
// may follow from it.
package want

import (
	"context"
	"errors"
	"time"
)

// Err is what an error wraps where hub lacked something, and the system's error is
// not at hand.
var Err = errors.New("hub lacks descriptors, processes or memory")

// Of reports whether err wraps a system error by which this process, or the
// machine, is out of descriptors, memory or another resource of the kernel, or [Err]. Out
// of disk space is none of them, and neither is EAGAIN, which has many meanings;
// see [Start].
func Of(err error) bool { return errors.Is(err, Err) || is(err, lacks) }

// Start is [Of] for the error of a start of a process, where EAGAIN says that no
// more processes are allowed.
func Start(err error) bool { return Of(err) || is(err, lacksStart) }

func is(err error, among []error) bool {
	for _, one := range among {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

// Remedy is what to do about err where [Start] holds; empty where nothing
// particular follows from it.
func Remedy(err error) string {
	switch {
	case is(err, []error{lacksFiles}):
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
	// Patience is how long hub waits for what it lacks before it goes on without:
	// others end meanwhile, and give back what they have.
	Patience = 5 * time.Second
)

// Pause is how long to wait before the n-th try, from 1: longer each time, and at
// most a second. ok is false when [Patience] is used up by the pauses before.
func Pause(n int) (pause time.Duration, ok bool) {
	pause = firstPause
	var sum time.Duration
	for range n - 1 {
		sum += pause
		pause = min(2*pause, mostPause)
	}
	return pause, sum < Patience
}

// Patiently calls f until it returns anything but an error of want, [Patience] is
// used up or ctx ends, and returns f's last error.
func Patiently(ctx context.Context, f func() error) error {
	for n := 1; ; n++ {
		err := f()
		if !Start(err) {
			return err
		}
		pause, ok := Pause(n)
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
