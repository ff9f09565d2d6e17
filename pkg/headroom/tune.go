package headroom

import (
	"math"
	"runtime"
	"runtime/debug"
)

// CPUs returns how many CPUs this process may use.
func CPUs() int { return runtime.GOMAXPROCS(0) }

// Use is what a command uses memory for: the heap may grow to base bytes and so many for
// each example, and to atLeast in any case, before the collector works harder.
type Use struct{ atLeast, base, each int64 }

// Look is the use of a command that answers and ends, Run that of one that keeps
// results while examples run, whose time collecting takes.
func Look() Use { return Use{base: 16 << 20, each: 7 << 8} }
func Run() Use  { return Use{atLeast: 96 << 20, each: 10 << 10} }

// CollectLate lets the heap grow, as far as that of a small run, before it is
// collected: hub works on one thing and ends. What the user asked for by GOGC or
// GOMEMLIMIT stays.
func CollectLate(getenv func(string) string) {
	if left(getenv) {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(Run().atLeast)
	}
}

// Bound bounds how far the heap grows before the collector works harder: by what a
// command takes for so many examples, and records of so many bytes. Both may be guessed;
// no example and no record means that nothing is known, and bounds nothing. What the
// user asked for by GOGC or GOMEMLIMIT stays.
func Bound(use Use, examples int, records int64, getenv func(string) string) {
	limit := max(use.atLeast, use.base+use.each*int64(examples)+records)
	if examples == 0 && records == 0 {
		limit = math.MaxInt64
	}
	if left(getenv) {
		debug.SetMemoryLimit(limit)
	}
}

// left reports whether the user left it to hub when memory is collected.
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
