// Package jobs knows how a shell started this process: which signals it is to go on
// ignoring, and whether somebody can let it go on once it is stopped.
package jobs
