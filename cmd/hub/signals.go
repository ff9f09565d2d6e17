package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// signals returns a context that the first ending signal cancels, naming the
// signal as its cause. A second one calls what [App.onSecond] holds by then:
// everything that runs is killed at once.
//
// Writing to a closed pipe must come back as an error, not end hub while its
// examples run on; catching SIGPIPE does that, and unlike ignoring it is not
// inherited by the examples.
func (a *App) signals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	got := make(chan os.Signal, 4)
	names := endingSignals()
	for sig := range names {
		signal.Notify(got, sig)
	}
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case sig := <-got:
				switch {
				case a.raw.Load() && (names[sig] == "SIGINT" || names[sig] == "SIGQUIT"):
					// The terminal sent it to the example as well, whose matter it is.
				case ctx.Err() == nil:
					cancel(runner.ErrSignal{Name: names[sig]})
				default:
					if kill := a.second.Load(); kill != nil {
						(*kill)()
					}
				}
			case <-stop:
				return
			}
		}
	}()
	return ctx, func() {
		signal.Stop(got)
		signal.Stop(pipe)
		close(stop)
		cancel(nil)
	}
}
