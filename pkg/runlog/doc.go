// Package runlog appends the events of one run to its log and reads them back.
//
// A run log is a file with one JSON object per line (NDJSON), one line per
// event, in the folder runs beside the status file. A result is written here
// first, and until the status file is rewritten, only here.
//
// # What survives what
//
// [Writer.Append] passes the lines to the kernel in one write call before it
// returns: killing hub at any time (even with SIGKILL) loses nothing that was
// appended. They are synced to disk (fsync) by group commit: in the background,
// at most every [SyncInterval] while something is unsynced, and when the log is
// closed. A power failure or kernel crash thus loses at most the last half
// second of a run, and examples never wait for the disk. A failed or short
// write (a full disk) is an error of Append; the torn line is ended before the
// next one is written, so that it never damages another.
//
// Problems besides the examples are recorded as run-problem events, before the
// run-finished event. Later problems (the status cannot be written) are
// recorded in a new log that replaces the first. If the log can no longer be
// written, its end is removed ([Writer.Unseal]), and readers take it for the
// log of a killed run.
//
// # The seal
//
// A run that ends in order ends with a run-finished line, which seals the log:
// it has the SHA-256 of every byte before it, and the numbers of events
// ([hub.RunEnd]). [Writer] computes the hash while writing, over the bytes that
// the kernel accepted, including torn lines and their ends; so does [Encoder].
// Nothing is appended after it, and readers ignore what follows: they report
// it, but it changes nothing.
//
// [Log.Sealed] is one of
//
//	intact   every byte before the end is as it was written
//	broken   bytes or events differ, or a log that promises a seal
//	         ([hub.RunHeader]) has none: the log is damaged
//	missing  an older hub closed the log without a seal; its content counts for
//	         the status and for reports, but proves nothing to a merge
//	open     there is no end: the run was killed, or is in progress. Finished
//	         results count, and the run is not good
//
// An intact seal proves that the log is complete (not truncated, and nothing
// lost or changed by a full disk, a broken transfer or an editor), and that no
// example or other program without knowledge of hub has edited, added or
// removed a line. An example could change the log of its own run before the
// seal is made. [Writer.Intact] guards against that: it compares the content of
// the file with what was written, just before the end and after it, and hub
// rewrites the log from memory if they differ, with the problem in it.
//
// A seal does not prove who wrote the log. There is no key: a program that
// rewrites the whole log can compute a new seal. A killed run has no seal, so
// changes that an example made to its log are found only if the log contradicts
// itself.
//
// # Reading
//
// [Decode] is tolerant: it drops and reports a torn last line, skips and counts
// damaged lines, and ignores unknown events and fields. Lines are limited by
// [MaxLine], and by the memory that decoding takes (dense.go). Only a log of a
// newer format is refused, with [ErrNewer].
//
// It is strict about the verdict. A log is damaged ([Log.Damage]) if its seal
// is broken, if it contradicts itself (see replay.go of package hub), or if it
// has an end without a seal, and unreadable lines or bytes after the end. A
// damaged log is never good: the damage is a problem of its run. Failures in it
// count. Passes and skips may be edited failures: they are errors of type
// no_result, in reports and in the status, until the examples run again.
//
// Note: omitting such results instead would keep an earlier pass in the status
// for an example that may have failed since.
package runlog
