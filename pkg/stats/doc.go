// Package stats draws from the status what one would ask of many runs: how long
// examples take, which of them fail or are flaky how often, and what is
// different from before. It is plain arithmetic on the newest results that the
// status keeps of each example ([status.Entry].History, at most twenty).
//
// What counts as an outcome is a pass or a failure of the example's own:
// interruptions and skips say nothing about it and are passed over.
package stats
