//go:build unix

package signals

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/jobs"
)

// reactions returns what hub does at each signal that can be caught, by name; not every
// system has all of them. Missing are the Go runtime's own (SIGURG, SIGCHLD, SIGCONT,
// SIGWINCH), those that become errors of writes (SIGPIPE, SIGXFSZ), and real-time
// signals, which are ignored.
func reactions() map[string]reaction {
	return map[string]reaction{
		"SIGINT": interrupts, "SIGTERM": interrupts, "SIGHUP": interrupts, "SIGQUIT": interrupts,
		// The time of 'ulimit -t' is nearly used up, or the power: SIGKILL is next.
		"SIGXCPU": interrupts, "SIGPWR": interrupts,

		"SIGABRT": breaks, "SIGSEGV": breaks, "SIGILL": breaks, "SIGBUS": breaks, "SIGFPE": breaks,
		"SIGTRAP": breaks, "SIGSYS": breaks, "SIGSTKFLT": breaks, "SIGEMT": breaks,

		"SIGTSTP": suspends, "SIGTTIN": suspends, "SIGTTOU": suspends,

		// Programs use these to talk to each other. An example that mistakes hub for
		// another program must not end the run.
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

// suspend stops the examples, which have process groups of their own and so get no
// Ctrl-Z, and then hub, until it is continued. It ignores the signal if nothing could
// continue hub: without a shell that controls this job, as the system does, and
// without a terminal, where only an example can have sent it.
//
// SIGTTOU and SIGTTIN, by which a terminal stops background programs that write to it
// or read from it, do the same: the system would stop hub alone, and the time of its
// examples would run out.
//
// Note: hub cannot send itself the signal with its default action, because the Go
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
		continued := make(chan os.Signal, 1)
		signal.Notify(continued, syscall.SIGCONT)
		defer signal.Stop(continued)
		if unix.Kill(os.Getpid(), unix.SIGSTOP) == nil {
			<-continued
		}
	}
	h.Suspend(func() {
		if hold := h.hold.Load(); hold != nil {
			(*hold)(stop)
		} else {
			stop()
		}
	})
}

// foreground returns the process group that has the terminal of hub's session; not ok
// if there is no terminal, and so no person who stops and continues jobs.
func foreground() (group int, ok bool) {
	fd, err := unix.Open("/dev/tty", unix.O_RDONLY|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0, false
	}
	group, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	_ = unix.Close(fd) // nothing was read
	return group, err == nil
}
