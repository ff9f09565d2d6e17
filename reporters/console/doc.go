// Package console shows a run while it happens, line by line for a log or above a
// footer on a terminal, and ends with what needs attention and the verdict.
package console
