package headroom

import "runtime"

// CPUs returns how many CPUs this process may use.
func CPUs() int { return runtime.GOMAXPROCS(0) }

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
