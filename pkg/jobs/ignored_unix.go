//go:build unix

package jobs

import (
	"os/signal"
	"syscall"
)

// KeepIgnored returns the signals that this process was started to ignore, as
// far as that can be known, and keeps them ignored: here and in everything that
// this process starts. Call it before the first [signal.Notify], and pass none of
// these signals to that: it would take the signal from here, and would make what
// is started take it as well.
//
// The Go runtime replaces what it inherits before the first line of Go runs. It
// leaves SIGHUP (nohup) and SIGINT alone where they are ignored, and never
// touches SIGTSTP, SIGTTIN and SIGTTOU, which can be read on Linux. Shells
// without job control start a background job with SIGINT and SIGQUIT ignored, so
// that where SIGINT is, SIGQUIT was too.
//
// Note: for SIGTERM and the rest, which a shell's trap can ignore, nothing shows it.
// The parent is no proof: it may ignore a signal for itself alone, as interactive
// shells do with SIGTERM, and hub would then refuse to end when it is asked to.
func KeepIgnored() []syscall.Signal {
	var kept []syscall.Signal
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT} {
		if signal.Ignored(sig) {
			kept = append(kept, sig)
		}
	}
	if signal.Ignored(syscall.SIGINT) {
		signal.Ignore(syscall.SIGQUIT)
		kept = append(kept, syscall.SIGQUIT)
	}
	for _, sig := range []syscall.Signal{syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU} {
		if ignores(sig) {
			kept = append(kept, sig)
		}
	}
	return kept
}
