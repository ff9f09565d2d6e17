package main

import "sync/atomic"

// running is what signal handlers need to know of a run.
type running struct {
	kill atomic.Pointer[func()] // kills all that runs; nil: nothing does
	raw  atomic.Bool            // an example has the terminal, and gets its signals
}

// during lets signals reach what runs. It returns what ends that.
func (r *running) during(kill func(), raw bool) (ended func()) {
	r.kill.Store(&kill)
	r.raw.Store(raw)
	return func() {
		r.kill.Store(nil)
		r.raw.Store(false)
	}
}

// killAll kills all that runs at once.
func (r *running) killAll() {
	if kill := r.kill.Load(); kill != nil {
		(*kill)()
	}
}
