//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/seed-00a9b34c/hub/pkg/proc"
)

// signalNumber is the number of a signal by its name; 0 when it has none here.
func signalNumber(name string) int { return int(unix.SignalNum(name)) }

// endingSignals are the signals that end a run in order.
func endingSignals() map[os.Signal]string {
	return map[os.Signal]string{
		syscall.SIGINT:  "SIGINT",
		syscall.SIGTERM: "SIGTERM",
		syscall.SIGHUP:  "SIGHUP",
		syscall.SIGQUIT: "SIGQUIT",
	}
}

// catchSuspend sends to c what Ctrl-Z means, unless hub was started to ignore it.
func catchSuspend(c chan<- os.Signal) {
	if !signal.Ignored(syscall.SIGTSTP) {
		signal.Notify(c, syscall.SIGTSTP)
	}
}

// suspend stops the examples, which lead process groups of their own and get no
// Ctrl-Z, and hub, until somebody lets hub go on. As the system does, it passes
// over the signal where nobody could.
//
// Note: the signal cannot be sent again with its default action, for the Go
// runtime keeps its handler.
func (a *App) suspend() {
	if !proc.JobControlled() {
		return
	}
	stop := func() {
		goesOn := make(chan os.Signal, 1)
		signal.Notify(goesOn, syscall.SIGCONT)
		defer signal.Stop(goesOn)
		if unix.Kill(os.Getpid(), unix.SIGSTOP) == nil {
			<-goesOn
		}
	}
	if supervisor, err := a.supervisor(); err == nil {
		supervisor.Suspend(stop)
	} else {
		stop()
	}
}
