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
// another program, a child has the memory of its parent. This process has grown little
// since it was last asked, and the system counts pages a little late: an eighth is
// allowed for that.
func (v *supervision) measured() {
	if v.c.end.Memory > v.peak+v.peak/8 {
		v.peak = v.ownPeak()
	}
	if v.c.end.Memory <= v.peak+v.peak/8 {
		v.c.end.Memory = 0
	}
}

// usedPeak is the peak of the memory of this process as its usage record has it. On
// Linux that includes what its parent had before this program was executed.
func usedPeak() int64 {
	var own syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &own) != nil {
		return 1 << 62 // unknown: no figure is kept
	}
	return int64(own.Maxrss) * memoryUnit
}
