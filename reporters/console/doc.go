// Package console shows a run while it happens: line by line in a log, or above a footer
// on a terminal. It ends with what needs attention, and the verdict.
package console
