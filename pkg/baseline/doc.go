// Package baseline reads and writes hub.baseline.yaml: the known failures, which do not
// fail a run. A repository with failures can use hub at once: only new and changed
// failures fail its runs.
//
// An entry names an example by its ID, the type of the failure and its message,
// normalized by [cause.Message]. A failure is known if all three agree; messages are
// normalized on both sides, so that a message may be written by hand.
//
// The package decides no verdict: [File.Mark] adds the known failures to the examples,
// package runner compares them with the results, and [hub.Result.Baseline] records the
// outcome. [File.Compare] and [Next] compute the next file from the recorded results.
package baseline
