// Package signals decides what hub does at each signal, whoever sends it.
//
// A signal by which people end programs ends a run in order: what runs is stopped and
// recorded as interrupted, and the exit code names the signal. So does a signal that
// the system ends crashed programs with, by which the Go runtime would print the
// stacks of all goroutines and exit with the code of a usage error; the run was not
// called off, and is not whole. A signal by which terminals stop programs stops what
// runs, and then hub, where somebody can let them go on. All others change nothing.
//
// What hub was started to ignore (SIGHUP below nohup, SIGINT and SIGQUIT of a
// background job) it ignores.
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
