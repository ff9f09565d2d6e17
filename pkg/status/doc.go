// Package status keeps what is known of every example across runs: the status
// file, made from the run logs beside it.
//
// # The snapshot and the logs
//
// A result is written to the log of its run first (package runlog, which says
// how often that reaches the disk). The status file is a snapshot: all logs up
// to some run, folded together, replaced as a whole (written beside, brought
// to the disk, renamed) when a run ends or a new log is found. It is never the
// only place where a new result lives, so a process killed at any instant
// loses nothing: the next one folds in the logs that the snapshot does not
// name among its foldedRuns. Folding a run twice changes nothing, and the
// order in which runs are folded does not matter: what an entry says is the
// newest result, the sum of all attempts, and the newest few errors and past
// results.
//
// # What is newest
//
// The file keeps a counter. A run takes the next number, its sequence, under the
// lock and before its log is created ([Lock.Sequence]), and everything that comes
// of it carries that: the header of its log, the newest result of an entry, each
// error and past result, the summary of the run. The greatest sequence is the
// newest, for the runs of one folder follow one another. No clock has a say: one
// that was ahead when an old pass was recorded does not hide the failure after it.
// A run that finds the one before it dated later than now says so ([File.Skew]).
//
//	recorded by                      sequence
//	a run                            1 + the greatest one known, in the header of its log
//	errors --clear                   the same: errors of a smaller one do not come back
//	merge                            the same, for the joined run; results of a shard whose
//	                                 own log was folded in here keep theirs, but where
//	                                 the merge came to another result than the newest
//	a hub that did not count:
//	  in a status file               none: older than all that have one, by the clock
//	                                 among themselves
//	  in a log found later           the next one, in the order of the IDs
//	  in a log, the file lost        none
//
// Sequences of different folders do not compare: a log that is copied in with one
// is ordered by it. What cannot be a sequence (0, negative, above 2^53-1) is none.
//
// What a user names as a time goes by the clocks of the records: older-than,
// max-age and --since. There a wrong clock must not do harm: what is dated in the
// future is not old, nor is what was recorded after something that is not old;
// and a pass dated in the future has no age, so that with a max-age it does not
// count.
//
// A log that is damaged (package runlog) is folded too: its failures count, and
// its passes and skips are errors of type no_result, for what they were is not
// known. One that an older hub closed without a seal counts as it is; with
// --verbose that is reported.
//
// # Readers and the writer
//
// One process at a time may write: [Store.Lock] is an advisory lock on the
// file "lock" (flock; the kernel drops it with its process, so the lock of a
// dead one is no obstacle). Who holds it is written to "lock.json", a separate
// file replaced as a whole, because a locked file cannot be read on Windows.
// Readers ([Store.Load]) take no lock, never write and never wait: they read
// the snapshot, fold newer logs in memory, and start over when the snapshot
// was replaced meanwhile.
//
// Whether the run of an unfinished log lives is asked of the lock itself: its
// holder writes the run's ID to lock.json ([Lock.SetRun]), and a reader that
// finds an unfinished log of that ID tries for a shared lock without waiting.
// While the run lives that fails and disturbs nobody; after its death it
// succeeds for an instant, which a writer outlasts because it keeps trying while
// only readers are in its way (for [readerGrace], whatever it was told to wait).
// Note: the process number is not asked. It is reused, and means nothing in
// another container on the same folder.
//
// # Whose files
//
// Everything that is written or removed goes through the store's guard (package
// place) and a handle of the folder that no link leads out of. What is there is
// data from a stranger: a status file, a lock, a log or a temporary folder that
// is not recognisably hub's is neither read as one nor replaced nor removed. The
// rules are [Store.Foreign] for the status file; a name of [runlog.IsID]'s form or
// a run-started line for a log; an empty lock and a holder in JSON, where the
// folder is not hub's own; and for the temporary folder of a run outside of the
// project its name, its mode, the mark that names the inner one, and that it holds
// nothing else.
package status
