// Package cause finds failures that are the same: of one type, with one normalized
// message ([Message]), at one place. If all examples load a missing file, each of them
// fails, and there is one thing to fix.
//
// # Place
//
// A failure in a file that examples share is at that file and line. One in a file of
// the example itself, or without a location, has no place: the examples of one cause
// fail in their own files, each on a line of its own. For a message that only names its
// kind ("AssertionError") the exact line counts even there.
//
// Causes are a pure function of the records: the console, the reports and the list of
// errors show the same ones.
package cause
