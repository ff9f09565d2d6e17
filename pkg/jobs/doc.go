// Package jobs finds out how a shell started this process: which signals must stay
// ignored, and whether a shell can continue the process once it is stopped.
package jobs
