//go:build unix && !linux

package jobs

import (
	"os/signal"
	"syscall"
)

// ignores reports whether sig is known to be ignored.
func ignores(sig syscall.Signal) bool { return signal.Ignored(sig) }
