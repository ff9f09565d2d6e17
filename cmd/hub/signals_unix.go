//go:build unix

package main

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
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
