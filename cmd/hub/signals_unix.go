//go:build unix

package main

import (
	"os"
	"syscall"
)

// endingSignals are the signals that end a run in order.
func endingSignals() map[os.Signal]string {
	return map[os.Signal]string{
		syscall.SIGINT:  "SIGINT",
		syscall.SIGTERM: "SIGTERM",
		syscall.SIGHUP:  "SIGHUP",
		syscall.SIGQUIT: "SIGQUIT",
	}
}
