//go:build unix

package supervision

import (
	"syscall"
	"time"
)

// count adds what a process that was reaped used, and what it waited for.
func (v *supervision) count(used *syscall.Rusage) {
	e := &v.c.end
	e.CPU += time.Duration(used.Utime.Nano() + used.Stime.Nano())
	e.Memory = max(e.Memory, int64(used.Maxrss)*memoryUnit)
}

// measured drops a figure of memory that may be this process's own: until it becomes
// another program, a child has the memory of its parent.
func (v *supervision) measured() {
	var own syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &own) != nil || v.c.end.Memory <= int64(own.Maxrss)*memoryUnit {
		v.c.end.Memory = 0
	}
}
