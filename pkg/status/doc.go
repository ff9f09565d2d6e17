// Package status keeps what is known about every example across runs: the
// status file, built from the run logs beside it.
//
// # The snapshot and the logs
//
// A result is written to the log of its run first (see package runlog for when
// that reaches the disk). The status file is a snapshot: all logs up to some
// run, folded together. It is replaced as a whole (written to a temporary file,
// synced, renamed) when a run ends or a new log is found. It is never the only
// place of a new result, so a process killed at any time loses nothing: the
// next one folds the logs that the snapshot does not list in foldedRuns.
// Folding a run twice changes nothing, and the order of folding does not
// matter: an entry has the newest result, the sum of all attempts, and the
// newest few errors and past results.
//
// # The file
//
// The file is JSON, and its names and shape are those of the plan that hub grew
// out of: people, jq and other tools read it. An entry is one line. What follows
// from other fields or from metadata is omitted (see [Entry]), and twenty past
// results take about 120 bytes (history.go), so that a short example takes 500 to
// 600 bytes.
//
// Reading it is most of what a look costs, so it is done once and only as far as
// needed. Package jsontext checks the syntax; decodeEntry walks through each line,
// takes the fields that most commands need as parts of the line, and checks the
// types of the rest, which [Entry.Details] reads from the line when asked. There
// is no other decoder: it reads entries of all versions. Damage costs only the
// entry that it is in, as far as the syntax allows to go on.
//
// What only answers ([Store.Load]) keeps no lines: an entry has the place of its line,
// and Details reads it again from the same file, which stays open (lean.go). A run keeps
// them, since its examples can change that file.
//
// Entries that did not change are written as they were read. Whoever changes one
// opens it first (Entry.open): an opened entry has its details and no line.
//
// Note: encoding/json takes ten times as long for the same, because it scans each
// value three times and allocates each field; checking the syntax by its decoder
// alone takes six times as long as by jsontext. Package jsontext is that of the
// standard library's next JSON package, until it is there by default.
//
// # What is newest
//
// The file keeps a counter. A run takes the next number, its sequence, under
// the lock and before its log is created ([Lock.Sequence]), and all its records
// carry it: the header of its log, the newest result of an entry, each error
// and past result, the summary of the run. The greatest sequence is the newest,
// because the runs of one folder follow one another. Clocks do not decide: a
// clock that was ahead when an old pass was recorded does not hide the failure
// after it. A run that finds the previous one dated later than now reports it
// ([File.Skew]).
//
//	recorded by                      sequence
//	a run                            1 + the greatest known one, in the header of its log
//	errors --clear                   likewise: errors with a smaller one do not come back
//	merge                            likewise, for the merged run; results of a shard whose
//	                                 own log was folded in here keep theirs, if the merge
//	                                 judges them like the shard did
//	a hub without sequences:
//	  in a status file               none: older than all that have one, by the clock
//	                                 among themselves
//	  in a log found later           the next one, in the order of the IDs
//	  in a log, the file lost        none
//
// Sequences of different folders cannot be compared: a log that is copied in
// with a sequence is ordered by it. An invalid sequence (0, negative, above
// 2^53-1) counts as none. If a forged one has used up the range, the sequences
// of the file are renumbered in order, so that the next run is the newest.
//
// Times given by users (older-than, max-age, --since) are compared with the
// clocks of the records. A wrong clock must not do harm: a result dated in the
// future is not old, nor is one recorded after a result that is not old; and a
// pass dated in the future has no age, so with max-age it does not count.
//
// A damaged log (package runlog) is folded, too: its failures count, and its
// passes and skips are errors of type no_result, because the real results are
// unknown. A log that an older hub closed without a seal counts as it is;
// --verbose reports it.
//
// # Readers and the writer
//
// One process at a time may write: [Store.Lock] is an advisory lock on the file
// "lock" (flock; the kernel releases it with its process, so the lock of a dead
// process is no obstacle). Its holder is recorded in "lock.json", a separate
// file that is replaced as a whole, because locked files cannot be read on
// Windows. Readers ([Store.Load]) take no lock, never write and never wait:
// they read the snapshot, fold newer logs in memory, and start over if the
// snapshot was replaced in the meantime.
//
// The lock also shows whether the run of an unfinished log is alive: its holder
// writes the run's ID to lock.json ([Lock.SetRun]), and a reader that finds an
// unfinished log with that ID tries to get a shared lock without waiting. While
// the run is alive, that fails and disturbs nothing; after its death it
// succeeds for an instant. A writer tolerates that, because it keeps trying
// while only readers hold the lock (for [readerGrace], even without a wait).
// Note: the process ID is not used, because it is reused and means nothing in
// another container with the same folder.
//
// # Whose files
//
// All writes and removals go through the store's guard (package place) and a
// handle of the folder that links cannot leave. Existing files are untrusted: a
// status file, lock, log or temporary folder that is not recognisably hub's is
// neither read as one, nor replaced, nor removed. The rules are [Store.Foreign]
// for the status file; a name as of [runlog.IsID] or a run-started line for a
// log; an empty lock and a holder in JSON, if the folder is not hub's own; and
// for the temporary folder of a run outside the project its name, its mode, the
// mark that names the inner folder, and that it contains nothing else.
package status
