package main

import (
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/proc"
)

const (
	// memoryFloor and memoryEach bound what the collector lets the heap grow to
	// before it works for it: a run keeps its results, and little else.
	memoryFloor = 96 << 20
	memoryEach  = 10 << 10 // for each example of the catalog

	// ownThreads are what hub needs beside those of the workers, tasksEach what a
	// worker does: its thread, the five of its supervisor process, the example, and
	// a process that this starts.
	ownThreads = 12
	tasksEach  = 8
	// farRoom is more than is used up by examples that are not out for it.
	farRoom = 4 << 10
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

// spare lets more goroutines run than there are CPUs while workers wait for
// examples, each in a system call. As long as there is a place to spare, the
// runtime leaves theirs to those that wait; else it takes them away after some
// microseconds and hands them back later, which costs more than recording a
// result. It returns what undoes it. What the user asked for by GOMAXPROCS stays.
func (a *App) spare(workers int) func() {
	if a.getenv("GOMAXPROCS") != "" {
		return func() {}
	}
	had := runtime.GOMAXPROCS(min(workers, cpus()) + 2)
	return func() { runtime.GOMAXPROCS(had) }
}

// fit returns how many workers the system has processes and threads for, and
// makes sure of hub's own threads before an example can use up the rest: where
// none can be started any more, the Go runtime ends the program on the spot.
func (a *App) fit(workers int) int {
	room := proc.Room()
	if room-farRoom > workers*tasksEach {
		return workers
	}
	fits := min(workers, max(1, (room-ownThreads)/tasksEach))
	if fits < workers {
		a.warn("%d at a time instead of %d: the system lets no more than %d processes and threads be started (ulimit -u, or pids.max of the control group)", fits, workers, room)
	}
	reserve(min(fits+ownThreads, room/2))
	return fits
}

// reserve makes the runtime start so many threads, which it keeps.
func reserve(threads int) {
	var started sync.WaitGroup
	over := make(chan struct{})
	for range threads {
		started.Add(1)
		go func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			started.Done()
			<-over
		}()
	}
	started.Wait()
	close(over)
}
