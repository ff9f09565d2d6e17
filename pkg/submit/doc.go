// Package submit takes a plan file through an engine: it hands the parts in, follows
// them, and hands in again what was lost. 'hub submit' plans before, and merges after.
//
// # Rounds
//
// A round hands in tasks and follows them until each is settled: its log proves it, or
// it is lost. A task is lost when the engine says that it ended, and no sealed log has
// come up within the lag, which is the time that a shared file system may take to show a
// file. What the engine says otherwise decides nothing: a task that it calls failed is
// done if its log is sealed, and one that it calls completed is lost without.
//
// The next round hands in what was lost, and nothing else:
//
//	lost      is handed in again
//	never     -
//	once      the part, whole
//	twice     each of its examples alone that no log proves, so that the one with which
//	          the part was lost takes no other along
//	alone     not again: the example is an error of type lost
//
// A part is lost at most Options.Retry times plus one, then its examples have no result,
// and the merged run is not good.
//
// # The journal
//
// What was handed in is in a journal, one line before and one after each batch: a hub
// that is killed leaves either a job that is on record, or a batch of a name by which the
// engine finds the job. So [Run] of a later hub follows the same jobs, and hands in none
// twice. A lock beside the journal keeps a second hub from following the same plan.
//
// A submission that has ended with something lost can be taken up as well: losses count
// anew then. The cluster may have been the cause, and who takes it up wants it tried.
//
// Cancelling ends a round without losses: a later hub hands in what is missing as if it
// had not been handed in before.
package submit
