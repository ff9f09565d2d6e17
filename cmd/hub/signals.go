package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// reaction is what hub does at a signal, whoever sent it.
type reaction int

const (
	// ignores: nothing happens, nor would the Go runtime do anything.
	ignores reaction = iota
	// interrupts: the run ends in order, and the exit code names the signal.
	interrupts
	// breaks: the signal that the system ends a crashed program with. Sent by
	// somebody it ends the run in order, and the exit code is 3: the run was not
	// called off, and is not whole. By itself the Go runtime would print the stacks of
	// all goroutines and exit with the code of a usage error.
	breaks
	// suspends: what a terminal stops its programs with. The examples are stopped,
	// and then hub, where somebody can let them go on.
	suspends
)

// signalCode is the exit code of what the named signal ended.
func signalCode(name string) int {
	if reactions()[name] == breaks {
		return exitTrouble
	}
	return exitSignal + signalNumber(name)
}

// reacting returns the signals of this system that hub reacts to so, with their
// names. Those that it was started to ignore are none of them, and those of a
// crash are not either when a developer set GOTRACEBACK to see the stacks.
func (a *App) reacting(how ...reaction) map[os.Signal]string {
	out := map[os.Signal]string{}
	for name, r := range reactions() {
		sig := signalNamed(name)
		if sig == nil || a.ignored[sig] || r == breaks && a.developed() {
			continue
		}
		for _, h := range how {
			if r == h {
				out[sig] = name
			}
		}
	}
	return out
}

// developed reports whether somebody wants to see the stacks of a crash.
func (a *App) developed() bool {
	level := a.getenv("GOTRACEBACK")
	return level != "" && level != "none"
}

// signals returns a context that the first ending signal cancels, naming the
// signal as its cause. A second one kills everything that runs at once. A third ends hub wherever it is; what
// was recorded is in the run log. Every other command ends as the system ends it,
// or by [App.quitQuietly].
//
// Writing to a closed pipe must come back as an error, not end hub while its
// examples run on; catching SIGPIPE does that, and unlike ignoring it is not
// inherited by the examples.
func (a *App) signals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	a.caught.Store(true)
	got := make(chan os.Signal, 4)
	names := a.reacting(interrupts, breaks)
	catch(got, names)
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	suspend := make(chan os.Signal, 1)
	catch(suspend, a.reacting(suspends))
	stop := make(chan struct{})
	go func() {
		killed := false
		for {
			select {
			case sig := <-got:
				switch {
				case a.running.raw.Load() && (names[sig] == "SIGINT" || names[sig] == "SIGQUIT"):
					// The terminal sent it to the example as well, whose matter it is.
				case ctx.Err() == nil:
					cancel(runner.ErrSignal{Name: names[sig], Crash: reactions()[names[sig]] == breaks})
				case killed:
					os.Exit(signalCode(names[sig]))
				default:
					killed = true
					a.running.killAll()
				}
			case sig := <-suspend:
				a.suspend(sig)
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

// quitQuietly ends hub outside of runs at the signals at which the Go runtime
// would print stacks, or do nothing: at those of a crash with one sentence, at the
// others as the system does. SIGINT, SIGTERM and SIGHUP end hub by themselves. It
// returns what undoes it.
func (a *App) quitQuietly() func() {
	got, stop := make(chan os.Signal, 1), make(chan struct{})
	names := a.reacting(interrupts, breaks)
	for sig, name := range names {
		if name == "SIGINT" || name == "SIGTERM" || name == "SIGHUP" {
			delete(names, sig)
		}
	}
	catch(got, names)
	go func() {
		for {
			select {
			case sig := <-got:
				if a.caught.Load() {
					continue // signals has it as well
				}
				if reactions()[names[sig]] == breaks {
					fmt.Fprintf(a.Stderr, "hub: %s was sent to hub and ended it; run the command again\n", names[sig])
				}
				os.Exit(signalCode(names[sig]))
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

// catch sends the signals to c.
func catch(c chan<- os.Signal, signals map[os.Signal]string) {
	for sig := range signals {
		signal.Notify(c, sig)
	}
}
