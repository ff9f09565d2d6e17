package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// interruptedBy names the signal that cancelled ctx.
func interruptedBy(ctx context.Context) string {
	var sig runner.ErrSignal
	if errors.As(context.Cause(ctx), &sig) {
		return sig.Name
	}
	return "SIGINT"
}

// signals returns a context that the first ending signal cancels, naming the
// signal as its cause. A second one calls what App.second holds by then:
// everything that runs is killed at once. A third ends hub wherever it is; what
// was recorded is in the run log. Only runs catch signals: every other command
// ends as the system ends it, or by [App.quitQuietly].
//
// Writing to a closed pipe must come back as an error, not end hub while its
// examples run on; catching SIGPIPE does that, and unlike ignoring it is not
// inherited by the examples.
func (a *App) signals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	a.caught.Store(true)
	got := make(chan os.Signal, 4)
	names := endingSignals()
	for sig := range names {
		signal.Notify(got, sig)
	}
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	suspend := make(chan os.Signal, 1)
	catchSuspend(suspend)
	stop := make(chan struct{})
	go func() {
		killed := false
		for {
			select {
			case sig := <-got:
				switch {
				case a.raw.Load() && (names[sig] == "SIGINT" || names[sig] == "SIGQUIT"):
					// The terminal sent it to the example as well, whose matter it is.
				case ctx.Err() == nil:
					cancel(runner.ErrSignal{Name: names[sig]})
				case killed:
					os.Exit(exitSignal + signalNumber(names[sig]))
				default:
					killed = true
					if kill := a.second.Load(); kill != nil {
						(*kill)()
					}
				}
			case <-suspend:
				a.suspend()
			case <-stop:
				return
			}
		}
	}()
	return ctx, func() {
		a.caught.Store(false)
		signal.Stop(got)
		signal.Stop(pipe)
		signal.Stop(suspend)
		close(stop)
		cancel(nil)
	}
}

// quitQuietly ends hub at SIGQUIT outside of runs, where the Go runtime would
// print the stacks of all goroutines, and exit with the code of a usage error.
// It returns what undoes it.
func (a *App) quitQuietly() func() {
	got, stop := make(chan os.Signal, 1), make(chan struct{})
	for sig, name := range endingSignals() {
		if name == "SIGQUIT" {
			signal.Notify(got, sig)
		}
	}
	go func() {
		for {
			select {
			case <-got:
				if !a.caught.Load() {
					os.Exit(exitSignal + signalNumber("SIGQUIT"))
				}
			case <-stop:
				return
			}
		}
	}()
	return func() {
		signal.Stop(got)
		close(stop)
	}
}
