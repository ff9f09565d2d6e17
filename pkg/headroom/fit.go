package headroom

import (
	"fmt"

	"github.com/seed-00a9b34c/hub/pkg/programs"
)

const (
	// ownThreads are what hub needs beside those of the workers, tasksEach what a
	// worker does: its thread, the five of its supervisor process, the example, and
	// a process that this starts.
	ownThreads = 12
	tasksEach  = 8
	// roomOfRun is what a run with one worker needs: two threads of hub's more.
	roomOfRun = tasksEach + 2
	// farFiles is more descriptors than a run with some workers uses up.
	farFiles = 64
)

// Ample reports whether resources are so many that a run may begin to use them before
// [Fit] counts what is left. reserved is what [Afford] returned.
func Ample(reserved int) bool { return reserved == 0 && programs.Descriptors() >= farFiles }

// Fit returns how many workers, at most so many, the system has processes, threads
// and address space for, and makes sure of hub's own threads before an example can
// use up the rest. reserved is what [Afford] returned. The notes name for people what
// is short; the error says that there is not enough for one worker.
func Fit(workers, reserved int) (fits int, notes []string, err error) {
	if err := checkFiles(filesOfRun, "to run examples"); err != nil {
		return 0, nil, err
	}
	fits = workers
	if room := programs.Room(); room-farRoom <= workers*tasksEach {
		var threads int
		if fits, threads, err = share(workers, room, reserved); err != nil {
			return 0, nil, err
		}
		if fits < workers {
			notes = append(notes, fmt.Sprintf("%d at a time instead of %d: the system lets no more than %d processes and threads be started (ulimit -u, or pids.max of the control group)", fits, workers, room))
		}
		reserve(threads)
	}
	if space := programs.AddressSpace(); space < farSpace {
		got := reserve(ownThreads+fits) - ownThreads
		if got < fits && got > 0 {
			notes = append(notes, fmt.Sprintf("%d at a time instead of %d: the limit of the address space (ulimit -v) leaves %d MiB", got, workers, space>>20))
		}
		if fits = min(fits, got); fits < 1 {
			return 0, notes, tooLittleSpace("to run examples", space)
		}
	}
	return fits, notes, nil
}

// share returns how many workers have room for their processes and threads, and how
// many threads hub reserves in all.
func share(workers, room, reserved int) (fits, threads int, err error) {
	if room < roomOfRun {
		return 0, 0, fmt.Errorf("the system lets hub start %d more processes and threads, and a run needs %d or more: raise ulimit -u, or pids.max of the control group", room, roomOfRun)
	}
	own := max(ownThreads-reserved, ownThreads/2)
	fits = min(workers, max(1, (room-own)/tasksEach))
	return fits, reserved + min(fits+own, (room-(tasksEach-1)*fits)/2), nil
}
