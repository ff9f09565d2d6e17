package headroom

import (
	"math"
	"runtime"
	"runtime/debug"
)

// CPUs returns how many CPUs this process may use.
func CPUs() int { return runtime.GOMAXPROCS(0) }

// memoryFloor and memoryEach bound in bytes how far the heap of a run grows before the
// collector works harder: a run keeps the results of its examples, and little else.
const (
	memoryFloor = 96 << 20
	memoryEach  = 10 << 10
)

// How far the heap grows before a collection, as a percentage like GOGC: percentAlone while
// only hub works, because it keeps most of what it allocates, and percentExamples while
// examples run. The runtime assumes 4 MiB before the first collection.
const (
	percentAlone    = 1600
	percentExamples = 400
)

// CollectLate lets the heap grow to the size of a small run before it is collected: hub
// works on one thing and ends. GOGC and GOMEMLIMIT of the user take precedence.
func CollectLate(getenv func(string) string) {
	if left(getenv) {
		debug.SetGCPercent(percentAlone)
		debug.SetMemoryLimit(memoryFloor)
	}
}

// Collect makes the collector run more often while examples run, because they may print
// much that is not kept. The returned function undoes this and raises the memory limit for
// the end of a run. GOGC and GOMEMLIMIT of the user take precedence.
//
// Note: a collection can take as long as writing the reports, and before the first and
// after the last example the run waits for it.
func Collect(getenv func(string) string) func() {
	if !left(getenv) {
		return func() {}
	}
	debug.SetGCPercent(percentExamples)
	return func() {
		debug.SetGCPercent(percentAlone)
		debug.SetMemoryLimit(debug.SetMemoryLimit(-1) * 3 / 2)
	}
}

// Bound bounds the heap of a run of so many examples. GOGC and GOMEMLIMIT of the user
// take precedence.
func Bound(examples int, getenv func(string) string) {
	if left(getenv) {
		debug.SetMemoryLimit(int64(max(memoryFloor, examples*memoryEach)))
	}
}

// CollectAsUsual undoes [CollectLate] for a command that only answers: it keeps most of
// what it reads. GOGC and GOMEMLIMIT of the user take precedence.
//
// Note: a limit by the number of examples saves a third of the memory of large catalogs,
// and costs twice the CPU time where that keeps a little more than was foreseen.
func CollectAsUsual(getenv func(string) string) {
	if left(getenv) {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
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
