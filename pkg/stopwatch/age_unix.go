//go:build unix

package stopwatch

import (
	"syscall"
	"time"
)

// Age returns how long this process has existed: the CPU time that it has used, which
// is what hub's start takes, but for waits. Call it before anything else is done.
//
// Note: Linux knows the start itself only to 10 ms, twice of what a start takes. What
// another program used before it became hub (exec) counts as well.
func Age() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
