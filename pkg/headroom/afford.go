// Package headroom reserves what hub itself needs of resources that the system may
// limit (descriptors, processes and threads, address space), before examples use
// them up, and tunes the Go runtime to the limits.
//
// With less, the runtime ends the program at once, with stacks that help nobody, or
// something fails that hub would have to blame on an example. Package programs knows
// what the system still allows.
//
// Note: limits so low that the runtime does not get as far as main (ulimit -v
// below some 700 MiB, and about 1.2 GiB, where it has just reserved another half of
// one; -u below 5, -n below 7) are answered by the runtime alone.
package headroom

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/seed-00a9b34c/hub/pkg/programs"
)

const (
	// filesOfAny and filesOfRun are descriptors beside those that are open: of any
	// command, and of a run with one worker.
	filesOfAny, filesOfRun = 8, 10
	// threadsOfAny are the threads and processes of any command beside those that
	// run when main begins.
	threadsOfAny = 4
	// spaceSpared is the address space that is left to the heap when threads are
	// made, in bytes. The runtime takes 64 MiB of it at a time.
	spaceSpared = 96 << 20
	// farSpace and farRoom are more than hub uses up, or any example that does not aim
	// to.
	farSpace = 64 << 30
	farRoom  = 4 << 10
)

// Afford checks what every command needs before anything is begun, and reserves
// threads where they are bounded. It returns how many.
func Afford() (threads int, err error) {
	if err := checkFiles(filesOfAny, "for this"); err != nil {
		return 0, err
	}
	room, space := programs.Room(), programs.AddressSpace()
	if room >= farRoom && space >= farSpace {
		return 0, nil
	}
	// Where the runtime still ends the program, one line is enough.
	debug.SetTraceback("none")
	runtime.GOMAXPROCS(min(runtime.GOMAXPROCS(0), 2)) // each may want a thread
	if room < threadsOfAny {
		return 0, fmt.Errorf("the system lets hub start %d more processes and threads, and it needs %d itself: raise ulimit -u, or pids.max of the control group", room, threadsOfAny)
	}
	threads = reserve(min(ownThreads, max(room/2, threadsOfAny)))
	if programs.AddressSpace() < spaceSpared {
		return 0, tooLittleSpace("for this", space)
	}
	return threads, nil
}

// checkFiles checks that so many descriptors are left.
func checkFiles(least int, what string) error {
	if left := programs.Descriptors(); left < least {
		return fmt.Errorf("hub may open %d more descriptors, and needs %d or more %s: raise ulimit -n", left, least, what)
	}
	return nil
}

func tooLittleSpace(what string, left int64) error {
	return fmt.Errorf("the limit of the address space leaves hub %d MiB, which is too little %s: raise ulimit -v", left>>20, what)
}

// reserve makes the runtime start so many threads, which it keeps, as far as there
// is address space for their stacks and for the heap beside them. It returns how
// many it could.
func reserve(threads int) int {
	var over sync.WaitGroup
	end := make(chan struct{})
	defer over.Wait()
	defer close(end)
	each := programs.ThreadSpace() + spaceSpared
	for n := range threads {
		if programs.AddressSpace() < each {
			return n
		}
		started := make(chan struct{})
		over.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			close(started)
			<-end
		})
		<-started
	}
	return threads
}
