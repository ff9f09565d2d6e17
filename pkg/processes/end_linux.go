package processes

import (
	"time"

	"golang.org/x/sys/unix"
)

// Unseen names a process that exists but that /proc does not show.
const Unseen = "a process that /proc does not show"

const (
	// peels is how many generations of children are killed one after the other before
	// all descendants are stopped first. A count bounds them, not a time: many
	// processes leave this one little CPU time.
	peels = 100
	// haltBound is how long processes have to stop before they are killed: one that
	// waits for a child of vfork does not stop before that ends.
	haltBound = 20 * time.Millisecond
)

// Exterminate kills everything below this process but what to spare and what is
// below that, until nothing is left or its bounds have passed. children lists the
// children of this process that are not spared; empty reaps them and reports whether
// none is left.
//
// First it kills the children, whose orphans then become children, and looks again at
// once: only that catches processes that fork and end without a pause. IDs are not
// reused meanwhile, because only this process reaps its children. If the tree grows
// faster, it stops all processes until a look finds none that runs, and kills them.
func Exterminate(spare func(Process) bool, children func() []int, empty func() bool) {
	killed := map[int]bool{}
	for range peels {
		before := len(killed)
		for _, pid := range children() {
			_ = unix.Kill(pid, unix.SIGKILL)
			killed[pid] = true
		}
		if empty() {
			return
		}
		if len(killed) == before {
			rest(500 * time.Microsecond) // those that were killed have to run to end
		}
	}
	for _, p := range Halt(spare, haltBound) {
		p.Signal(unix.SIGKILL)
	}
}

// leastLooks is how often Halt looks, however long one takes on a busy machine.
const leastLooks = 20

// Halt stops everything below this process but what to spare and what is below that, until two
// looks in a row find nothing that runs. One is not enough: it misses what loses its parent, which
// ends, between the look at the new parent and that at the old one. What waits for its child of vfork
// does not stop, so after [leastLooks] and bound it is enough that a look finds nothing that no
// earlier one found; and after four times bound Halt gives up on what forks without a pause. It returns
// what it found.
func Halt(spare func(Process) bool, bound time.Duration) map[int]Process {
	seen := map[int]Process{}
	begin, still := time.Now(), 0
	for looks := 1; ; looks++ {
		running, fresh := false, false
		for _, p := range Living(spare) {
			fresh = fresh || seen[p.PID].Start != p.Start
			seen[p.PID] = p
			if !p.Stopped && !p.Traced {
				p.Signal(unix.SIGSTOP)
				running = true
			}
		}
		if still++; running {
			still = 0
		}
		late := time.Since(begin)
		if still == 2 || looks >= leastLooks && (late > bound && !fresh || late > 4*bound) {
			return seen
		}
	}
}

// rest waits for d, without the timers of the Go runtime: they may be late.
func rest(d time.Duration) {
	ts := unix.NsecToTimespec(d.Nanoseconds())
	_ = unix.Nanosleep(&ts, nil) // it may be shorter
}
