package main

import (
	"os"
	"syscall"
)

// endingSignals are the signals that end a run in order: Ctrl-C and
// Ctrl-Break, and the close of the console.
func endingSignals() map[os.Signal]string {
	return map[os.Signal]string{
		os.Interrupt:    "SIGINT",
		syscall.SIGTERM: "SIGTERM",
	}
}
