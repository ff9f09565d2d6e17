// Package stats computes statistics over many runs from the status: how long
// examples take, how often they fail or are flaky, and what has changed. It is
// plain arithmetic on the newest results that the status keeps of each example
// ([status.Details].History, at most twenty).
//
// An outcome is a pass or a failure; interruptions and skips are ignored,
// because they say nothing about the example.
package stats
