package signals

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/seed-00a9b34c/hub/pkg/runner"
)

// Handler reacts to the signals that hub gets.
type Handler struct {
	// Exit ends the program at a signal outside of a run, or at the third in one.
	Exit func(runner.ErrSignal)
	// Suspend suspends the examples, calls stop, which suspends hub until it is
	// continued, and continues the examples.
	Suspend func(stop func())
	// Stacks leaves crash signals to the Go runtime, which prints the stacks.
	Stacks bool

	ignored map[os.Signal]bool
	caught  atomic.Bool            // by a run
	kill    atomic.Pointer[func()] // kills what runs; nil: nothing does
	hold    atomic.Pointer[func(func())]
	raw     atomic.Bool // an example has the terminal, and gets its signals
}

// New returns a handler that reacts to nothing yet. It keeps ignoring what hub was
// started to ignore, so it is called first.
func New() *Handler { return &Handler{ignored: keepIgnored()} }

// Running registers a run: kill ends its processes at once, hold wraps the function that
// suspends hub, and raw says that an example has the terminal. The returned function
// removes the run.
func (h *Handler) Running(kill func(), hold func(func()), raw bool) (ended func()) {
	h.kill.Store(&kill)
	h.hold.Store(&hold)
	h.raw.Store(raw)
	return func() {
		h.kill.Store(nil)
		h.hold.Store(nil)
		h.raw.Store(false)
	}
}

// Lend makes hub ignore SIGINT and SIGQUIT, which a terminal sends to all its programs,
// while another program such as a pager has the terminal. The returned function undoes it.
func (h *Handler) Lend() (ended func()) {
	got := make(chan os.Signal, 1)
	if !h.ignored[os.Interrupt] {
		signal.Notify(got, os.Interrupt)
	}
	h.raw.Store(true)
	return func() {
		signal.Stop(got)
		h.raw.Store(false)
	}
}

// Run returns the context of a run. The first ending signal cancels it, with a
// [runner.ErrSignal] as its cause; the second kills what runs; the third ends hub
// wherever it is, and what was recorded is in the run log. done ends that.
//
// Writing to a closed pipe becomes an error, instead of ending hub while its examples
// run on; catching SIGPIPE does that, and unlike ignoring it is not inherited by the
// examples.
func (h *Handler) Run(parent context.Context) (ctx context.Context, done func()) {
	ctx, cancel := context.WithCancelCause(parent)
	h.caught.Store(true)
	got, names := make(chan os.Signal, 4), h.reacting(interrupts, breaks)
	catch(got, names)
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	suspend := make(chan os.Signal, 1)
	catch(suspend, h.reacting(suspends))
	stop := make(chan struct{})
	go func() {
		killed := false
		for {
			select {
			case sig := <-got:
				name := names[sig]
				switch {
				case h.raw.Load() && (name == "SIGINT" || name == "SIGQUIT"):
					// The terminal sent it to the example too, which decides.
				case ctx.Err() == nil:
					cancel(named(name))
				case killed:
					h.Exit(named(name))
				default:
					killed = true
					if kill := h.kill.Load(); kill != nil {
						(*kill)()
					}
				}
			case sig := <-suspend:
				h.suspend(sig)
			case <-stop:
				return
			}
		}
	}()
	return ctx, func() {
		h.caught.Store(false)
		signal.Stop(got)
		signal.Stop(pipe)
		signal.Stop(suspend)
		close(stop)
		cancel(nil)
	}
}

// Idle ends hub, outside of runs, at the signals at which the Go runtime would print
// stacks, or do nothing. SIGINT, SIGTERM and SIGHUP end it by themselves. It holds until
// the program ends: giving the signals back one by one would take longer than a short
// command.
func (h *Handler) Idle() {
	got := make(chan os.Signal, 1)
	names := h.reacting(interrupts, breaks)
	for sig, name := range names {
		if name == "SIGINT" || name == "SIGTERM" || name == "SIGHUP" {
			delete(names, sig)
		}
	}
	catch(got, names)
	go func() {
		for sig := range got {
			if !h.caught.Load() && !(h.raw.Load() && names[sig] == "SIGQUIT") { // else the run has it too, or it was for another program
				h.Exit(named(names[sig]))
			}
		}
	}()
}

func named(name string) runner.ErrSignal { return runner.ErrSignal{Name: name, Crash: Crash(name)} }

// reacting returns the signals of this system with these reactions, by their names.
func (h *Handler) reacting(how ...reaction) map[os.Signal]string {
	out := map[os.Signal]string{}
	for name, r := range reactions() {
		sig := signalNamed(name)
		if sig == nil || h.ignored[sig] || r == breaks && h.Stacks {
			continue
		}
		for _, wanted := range how {
			if r == wanted {
				out[sig] = name
			}
		}
	}
	return out
}

// catch sends the signals to c.
func catch(c chan<- os.Signal, signals map[os.Signal]string) {
	for sig := range signals {
		signal.Notify(c, sig)
	}
}
