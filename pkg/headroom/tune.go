package headroom

import (
	"runtime"
	"runtime/debug"
)

// CPUs returns how many CPUs this process may use.
func CPUs() int { return runtime.GOMAXPROCS(0) }

// Use is what a command uses memory for.
type Use struct {
	// atLeast, and for each example, is what the heap may have grown to before the
	// collector works harder, in bytes.
	atLeast, each int64
}

// Look is the use of a command that answers and ends, Run that of one that keeps
// results while examples run, whose time collecting takes.
func Look() Use { return Use{16 << 20, 7 << 8} }
func Run() Use  { return Use{96 << 20, 10 << 10} }

// CollectLate lets the heap grow before it is collected: hub works on one thing and
// ends. What the user asked for by GOGC or GOMEMLIMIT stays.
func CollectLate(getenv func(string) string) {
	if left(getenv) {
		debug.SetGCPercent(400)
	}
}

// Bound bounds how far the heap grows before the collector works harder: by what a
// command takes for so many examples, and records of so many bytes. Both may be guessed,
// but at no example and no record it bounds nothing. What the user asked for by GOGC or
// GOMEMLIMIT stays.
func Bound(use Use, examples int, records int64, getenv func(string) string) {
	if left(getenv) && (examples > 0 || records > 0) {
		debug.SetMemoryLimit(use.atLeast + use.each*int64(examples) + records)
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
