package main

import (
	"runtime"
	"runtime/debug"
)

const (
	// memoryFloor and memoryEach bound what the collector lets the heap grow to
	// before it works for it: a run keeps its results, and little else.
	memoryFloor = 96 << 20
	memoryEach  = 10 << 10 // for each example of the catalog
)

// cpus is how many CPUs this process may use.
func cpus() int { return runtime.GOMAXPROCS(0) }

// collectLate lets the heap grow, within bounds, before it is collected: hub
// works on one thing and ends. What the user asked for by GOGC or GOMEMLIMIT
// stays.
func (a *App) collectLate(examples int) {
	if a.getenv("GOGC") == "" && a.getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(int64(max(memoryFloor, examples*memoryEach)))
	}
}

// yield leaves the CPUs to the examples: hub's own share of a run is small,
// and on few CPUs every thread that the runtime wakes to look for work is time
// that an example would have had. It returns what undoes it. What the user
// asked for by GOMAXPROCS stays.
func (a *App) yield() func() {
	if a.getenv("GOMAXPROCS") != "" {
		return func() {}
	}
	had := runtime.GOMAXPROCS(max(1, cpus()/2))
	return func() { runtime.GOMAXPROCS(had) }
}
