package headroom

import (
	"runtime"
	"runtime/debug"
)

// memoryFloor and memoryEach bound in bytes how far the heap grows before the
// collector works harder: a run keeps its results, and little else.
const (
	memoryFloor = 96 << 20
	memoryEach  = 10 << 10 // for each example of the catalog
)

// CPUs returns how many CPUs this process may use.
func CPUs() int { return runtime.GOMAXPROCS(0) }

// CollectLate lets the heap grow, within bounds, before it is collected: hub works
// on one thing and ends. What the user asked for by GOGC or GOMEMLIMIT stays.
func CollectLate(examples int, getenv func(string) string) {
	if getenv("GOGC") == "" && getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(int64(max(memoryFloor, examples*memoryEach)))
	}
}

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
