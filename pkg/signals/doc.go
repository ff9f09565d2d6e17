// Package signals decides what hub does at each signal.
//
// A signal that ends programs (SIGINT, SIGTERM, …) ends a run in order: running examples
// are stopped and recorded as interrupted, and the exit code names the signal. A crash
// signal (SIGABRT, SIGSEGV, …) does the same, but makes the run incomplete instead of
// interrupted; the Go runtime would print the stacks of all goroutines and exit with the
// code of a usage error. A signal that suspends programs (SIGTSTP, …) suspends the
// examples and then hub, if something can continue them. All others change nothing.
//
// Signals that hub was started to ignore (SIGHUP below nohup, SIGINT and SIGQUIT of a
// background job) stay ignored.
package signals

// reaction is what hub does at a signal.
type reaction int

const (
	ignores    reaction = iota // nothing, as the Go runtime
	interrupts                 // ends the run in order
	breaks                     // likewise, as a crash
	suspends                   // stops what runs, and hub
)

// Crash reports whether the named signal is one that the system ends crashed programs
// with.
func Crash(name string) bool { return reactions()[name] == breaks }
