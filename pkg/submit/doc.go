// Package submit runs a plan file on an engine: it submits the parts, follows them, and
// submits lost parts again. 'hub submit' plans before, and merges after.
//
// # Rounds
//
// A round submits tasks and follows them until each is settled: its log proves it, or it
// is lost. A task is lost when the engine reports that it ended, and no sealed log has
// appeared within the lag, which is the time that a shared file system may take to show a
// file. Nothing else that the engine reports matters: a task that it calls failed is done
// if its log is sealed, and one that it calls completed is lost if its log is not.
//
// The next round submits what was lost, and nothing else:
//
//	lost      is submitted again
//	never     -
//	once      the part, whole
//	twice     each of its examples that no log proves, alone, so that the example that
//	          loses the part does not lose the others
//	alone     not again: the example is an error of type lost
//
// A part is lost at most Options.Retry times plus one, then its examples have no result,
// and the merged run is not good.
//
// # What another round cannot mend
//
// A part that is not allowed to run (the checkout is not the plan's) leaves a refusal
// (package part) in place of its log. If that is how all losses of a round came about, the
// submission ends with a usage error. If the parts were submitted twice, and no part of the
// plan, which has several, ever left a log, it ends as well: hub is missing where they ran, or
// the folder of state is not shared. Either round counts as cancelled.
//
// # The journal
//
// A journal records what was submitted, with one line before and one after each batch. A
// hub that is killed leaves either a recorded job, or the name of a batch by which the
// engine finds its job. So [Run] of a later hub follows the same jobs, and submits none
// twice. A lock beside the journal keeps a second hub from following the same plan.
//
// A submission that has ended with something lost can be taken up as well: losses count
// anew then. The cluster may have been the cause, and who takes it up wants it tried.
//
// Cancelling ends a round without losses: a later hub submits what is missing as if it
// had not been submitted before.
package submit
