// Package cause finds failures that are the same: of one type, with one normalized
// message ([Message]), at one place. A missing file that all examples load fails each of
// them, and is one thing to mend.
//
// # Place
//
// A failure in a file that examples share is at that file and line. One in a file of the
// example itself, or without a location, has no place: the examples of one cause fail in
// their own files, each on a line of its own. Only a message that says nothing but its
// kind ("AssertionError") is at its exact line even there.
//
// Everything is a pure function of what is recorded: the console, the reports and the
// list of errors find the same causes.
package cause
