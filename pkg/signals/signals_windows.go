package signals

import (
	"os"
	"syscall"
)

// reactions is what hub does at each signal: Ctrl-C and Ctrl-Break, and the close
// of the console.
func reactions() map[string]reaction {
	return map[string]reaction{"SIGINT": interrupts, "SIGTERM": interrupts}
}

// Number returns the number of the named signal; 0 when this system has none.
func Number(name string) int {
	if sig, ok := signalNamed(name).(syscall.Signal); ok {
		return int(sig)
	}
	return 0
}

// signalNamed returns the named signal; nil when this system has none.
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
func (h *Handler) suspend(os.Signal) {}
