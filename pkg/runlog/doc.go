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
// the run-finished event. What comes up after that (the status cannot be written)
// is recorded in a log that takes the place of the first. A log that cannot be
// written any more cannot say so; it has no end then ([Writer.Unseal] takes it off),
// and is that of a killed run to whoever reads it.
//
// # The seal
//
// A run that ends in order ends with a run-finished line, and that line seals the
// log: it carries the SHA-256 over every byte before it, and counts of the events
// ([hub.RunEnd]). [Writer] takes the hash while it writes, over the bytes that
// the kernel accepted, torn lines and what closes them off included; so does
// [Encoder]. The writer appends nothing after it, and for a reader nothing counts
// there: what follows a sealed end is reported, and changes nothing.
//
// [Log.Sealed] is one of
//
//	intact   every byte before the end is as it was written
//	broken   it is not, or the seal is missing from a log that promises one
//	         ([hub.RunHeader]), or it counts other events: the log is damaged
//	missing  a hub that knew no seals closed it; what it says counts, for the
//	         status and for reports, and proves nothing to a merge
//	open     there is no end: the run was killed, or goes on. What was finished
//	         counts, and the run is not good
//
// What an intact seal proves: the log is whole (no cut, nothing that a full disk,
// a broken transfer or an editor left out or changed), and no example, and
// nothing else that knows nothing of hub, has edited a line, put one in, or taken
// one out. Against an example that changes the log of the run it is part of there
// is a second guard, for it could do so before the seal is made: [Writer.Intact]
// compares the content of the file with what was written, just before the end and
// after it, and hub writes the log anew from memory when they differ, with the
// problem in it.
//
// What it does not prove: who wrote the log. There is no key. Whoever rewrites the
// whole log can compute a seal for it, and a run that was killed has none, so that
// what an example did to its log before that can be found only where the log
// contradicts itself.
//
// # Reading
//
// [Decode] reads whatever is there: a torn last line is dropped and reported, a
// damaged line in the middle is skipped and counted, unknown events and fields
// are ignored. Lines are bounded by [MaxLine], and by what decoding them takes
// (dense.go). Only a log of a newer format is refused, with [ErrNewer].
//
// It is strict where it matters for the verdict. A log is damaged ([Log.Damage])
// when its seal is broken; when it contradicts itself, by the table in replay.go
// of package hub; when it has an end and no seal, and lines that cannot be read or
// bytes after the end. A damaged log is never good: the damage is a problem of its
// run. What failed in it has failed. What passed or was skipped could be a failure
// that was edited, and is an error of type no_result, in reports and when the log
// is folded into the status, until the example is run again.
//
// Note: leaving such results out instead would leave an earlier pass in the status
// for an example that may have failed since.
package runlog
