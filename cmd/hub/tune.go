package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/seed-00a9b34c/hub/pkg/programs"
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
	// roomOfRun is what a run with one worker needs: two threads of hub's more.
	roomOfRun = tasksEach + 2
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

// fit returns how many workers the system has processes, threads and address space
// for, and makes sure of hub's own threads before an example can use up the rest:
// where none can be started any more, the Go runtime ends the program on the spot.
// The error says that there is not enough for one.
func (a *App) fit(workers int) (int, error) {
	if err := checkFiles(filesOfRun, "to run examples"); err != nil {
		return 0, err
	}
	fits := workers
	if room := programs.Room(); room-farRoom <= workers*tasksEach {
		if room < roomOfRun {
			return 0, fmt.Errorf("the system lets hub start %d more processes and threads, and a run needs %d or more: raise ulimit -u, or pids.max of the control group", room, roomOfRun)
		}
		threads := max(ownThreads-a.reserved, ownThreads/2)
		if fits = min(workers, max(1, (room-threads)/tasksEach)); fits < workers {
			a.warn("%d at a time instead of %d: the system lets no more than %d processes and threads be started (ulimit -u, or pids.max of the control group)", fits, workers, room)
		}
		reserve(a.reserved + min(fits+threads, (room-(tasksEach-1)*fits)/2))
	}
	if space := programs.AddressSpace(); space < farSpace {
		got := reserve(ownThreads+fits) - ownThreads
		if got < fits && got > 0 {
			a.warn("%d at a time instead of %d: the limit of the address space (ulimit -v) leaves %d MiB", got, workers, space>>20)
		}
		if fits = min(fits, got); fits < 1 {
			return 0, tooLittleSpace("to run examples", space)
		}
	}
	return fits, nil
}
