package main

import (
	"os"
	"syscall"
)

// signalNumber is the number of a signal by its name; 0 when it has none here.
func signalNumber(name string) int {
	for sig, n := range endingSignals() {
		if s, ok := sig.(syscall.Signal); ok && n == name {
			return int(s)
		}
	}
	return 0
}

// endingSignals are the signals that end a run in order: Ctrl-C and
// Ctrl-Break, and the close of the console.
func endingSignals() map[os.Signal]string {
	return map[os.Signal]string{
		os.Interrupt:    "SIGINT",
		syscall.SIGTERM: "SIGTERM",
	}
}

// catchSuspend does nothing: there is no Ctrl-Z.
func catchSuspend(chan<- os.Signal) {}

func (a *App) suspend() {}
