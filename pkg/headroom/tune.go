package headroom

import (
	"math"
	"runtime"
	"runtime/debug"
)

// CPUs returns how many CPUs this process may use.
func CPUs() int { return runtime.GOMAXPROCS(0) }

// Use describes the memory of a command: the heap may grow to base bytes plus each
// bytes for every example, and at least to atLeast, before the collector works harder.
type Use struct{ atLeast, base, each int64 }

// Look is the use of a command that answers and ends, Run that of a command that runs
// examples: it keeps their results, and collecting takes their CPU time.
func Look() Use { return Use{base: 16 << 20, each: 7 << 8} }
func Run() Use  { return Use{atLeast: 96 << 20, each: 10 << 10} }

// CollectLate lets the heap grow to the size of a small run before it is collected: hub
// works on one thing and ends. GOGC and GOMEMLIMIT of the user take precedence.
func CollectLate(getenv func(string) string) {
	if left(getenv) {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(Run().atLeast)
	}
}

// Bound bounds how far the heap grows before the collector works harder, from the use
// of the command, the number of examples and the size of the records in bytes. Both may
// be estimates; if both are 0, nothing is known, and there is no bound. GOGC and
// GOMEMLIMIT of the user take precedence.
func Bound(use Use, examples int, records int64, getenv func(string) string) {
	limit := max(use.atLeast, use.base+use.each*int64(examples)+records)
	if examples == 0 && records == 0 {
		limit = math.MaxInt64
	}
	if left(getenv) {
		debug.SetMemoryLimit(limit)
	}
}

// left reports whether the user leaves the tuning of the collector to hub.
func left(getenv func(string) string) bool { return getenv("GOGC") == "" && getenv("GOMEMLIMIT") == "" }

// Spare lets more goroutines run than there are CPUs while workers wait for
// examples, each in a system call. While a processor is spare, the runtime leaves
// theirs to those that wait; else it takes them away after some microseconds and
// hands them back later, which costs more than recording a result. It returns a
// function that undoes it. What the user asked for by GOMAXPROCS stays.
func Spare(workers int, getenv func(string) string) func() {
	if getenv("GOMAXPROCS") != "" {
		return func() {}
	}
	had := runtime.GOMAXPROCS(min(workers, CPUs()) + 2)
	return func() { runtime.GOMAXPROCS(had) }
}
