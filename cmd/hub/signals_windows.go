package main

import (
	"os"
	"syscall"
)

// reactions is what hub does at each signal: Ctrl-C and Ctrl-Break, and the close
// of the console.
func reactions() map[string]reaction {
	return map[string]reaction{"SIGINT": interrupts, "SIGTERM": interrupts}
}

// signalNumber is the number of a signal by its name; 0 when it has none here.
func signalNumber(name string) int {
	if sig, ok := signalNamed(name).(syscall.Signal); ok {
		return int(sig)
	}
	return 0
}

// signalNamed is the signal of that name; nil when there is none here.
func signalNamed(name string) os.Signal {
	switch name {
	case "SIGINT":
		return os.Interrupt
	case "SIGTERM":
		return syscall.SIGTERM
	}
	return nil
}

// keepIgnored returns nothing: a process inherits no signals here.
func keepIgnored() map[os.Signal]bool { return nil }

// suspend does nothing: there is no Ctrl-Z.
func (a *App) suspend(os.Signal) {}
