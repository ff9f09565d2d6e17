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
// newest result by time, the sum of all attempts, and the newest few errors
// and past results.
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
