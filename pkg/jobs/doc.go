// Package jobs knows how a shell started this process: which signals are to stay
// ignored, and whether a shell can continue it once it is stopped.
package jobs
