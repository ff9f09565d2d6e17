//go:build unix

package signals

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/jobs"
)

// reactions is what hub does at each signal that can be caught, by its name; not
// every system has all. What is not here is the Go runtime's own (SIGURG,
// SIGCHLD, SIGCONT, SIGWINCH), or comes back as the error of a write (SIGPIPE,
// SIGXFSZ), or is a real-time signal, which is ignored.
func reactions() map[string]reaction {
	return map[string]reaction{
		"SIGINT": interrupts, "SIGTERM": interrupts, "SIGHUP": interrupts, "SIGQUIT": interrupts,
		// The time of 'ulimit -t' is nearly used up, or the power: SIGKILL is next.
		"SIGXCPU": interrupts, "SIGPWR": interrupts,

		"SIGABRT": breaks, "SIGSEGV": breaks, "SIGILL": breaks, "SIGBUS": breaks, "SIGFPE": breaks,
		"SIGTRAP": breaks, "SIGSYS": breaks, "SIGSTKFLT": breaks, "SIGEMT": breaks,

		"SIGTSTP": suspends, "SIGTTIN": suspends, "SIGTTOU": suspends,

		// By these programs talk to each other, and hub has nothing to say. An example
		// that takes hub for somebody else ends no run.
		"SIGUSR1": ignores, "SIGUSR2": ignores, "SIGALRM": ignores, "SIGVTALRM": ignores, "SIGPROF": ignores, "SIGIO": ignores,
	}
}

// Number returns the number of the named signal; 0 when this system has none.
func Number(name string) int { return int(unix.SignalNum(name)) }

// signalNamed returns the named signal; nil when this system has none.
func signalNamed(name string) os.Signal {
	if sig := unix.SignalNum(name); sig != 0 {
		return sig
	}
	return nil
}

// keepIgnored returns the signals that hub was started to ignore, which stay
// ignored.
func keepIgnored() map[os.Signal]bool {
	kept := map[os.Signal]bool{}
	for _, sig := range jobs.KeepIgnored() {
		kept[sig] = true
	}
	return kept
}

// suspend stops the examples, which lead process groups of their own and get no
// Ctrl-Z, and hub, until somebody lets hub go on. It passes over the signal where
// nobody could: without a shell that controls this job, as the system does, and
// without a terminal, where no person has sent it but an example.
//
// A terminal that stops what writes to it or reads from it in the background
// (SIGTTOU, SIGTTIN) comes to the same: left to the system it would stop hub
// alone, and the time of its examples would run out.
//
// Note: the signal cannot be sent again with its default action, for the Go
// runtime keeps its handler.
func (h *Handler) suspend(sig os.Signal) {
	group, ok := foreground()
	switch {
	case !ok || !jobs.Controlled():
		if h.raw.Load() && sig == syscall.SIGTSTP {
			// The example, in hub's group, got it too. To the system its parent, in
			// a group of its own, is one who could let it go on.
			_ = unix.Kill(0, unix.SIGCONT)
		}
		return
	case sig != syscall.SIGTSTP && group == unix.Getpgrp():
		return // it came before hub was let go on in the foreground, or from an example
	}
	stop := func() {
		goesOn := make(chan os.Signal, 1)
		signal.Notify(goesOn, syscall.SIGCONT)
		defer signal.Stop(goesOn)
		if unix.Kill(os.Getpid(), unix.SIGSTOP) == nil {
			<-goesOn
		}
	}
	h.Suspend(stop)
}

// foreground is the process group that has the terminal of hub's session; not
// ok: there is none, and so no person who stops jobs and lets them go on.
func foreground() (group int, ok bool) {
	fd, err := unix.Open("/dev/tty", unix.O_RDONLY|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, false
	}
	group, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	_ = unix.Close(fd) // nothing was read
	return group, err == nil
}
