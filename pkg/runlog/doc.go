// Package runlog appends the events of one run to its log and reads them back.
//
// A run log is a file of one JSON object a line (NDJSON), one line an event,
// in the folder runs beside the status file. It is the first place where a
// result is written and, until the status file is rewritten, the only one.
//
// # What survives what
//
// [Writer.Append] hands the lines to the kernel in one write call before it
// returns: hub being killed at any instant (kill -9 included) loses nothing
// that was appended. The disk is told to keep it (fsync) by group commit:
// in the background, at most every [SyncInterval] while something is unwritten,
// and when the log is closed. A power failure or a crash of the kernel can
// therefore lose at most the last half second of a run, and costs no example
// any time. A write that fails or is short (a full disk) is an error of
// Append; the line that it tore is closed off before the next one is written,
// so that it never damages another.
//
// What goes wrong beside the examples is recorded as run-problem events, before
// the run-finished event. A log that cannot be written any more cannot say so;
// it has no end then, and is that of a killed run to whoever reads it.
//
// # Reading
//
// [Decode] reads whatever is there: a torn last line is dropped and told, a
// damaged line in the middle is skipped and counted, unknown events and fields
// are ignored, lines are bounded by [MaxLine]. Only a log of a newer format is
// refused, with [ErrNewer].
//
// # Joining
//
// [Join] makes one run of the logs of shards, and proves that it is whole.
package runlog
