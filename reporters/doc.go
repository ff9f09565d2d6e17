// Package reporters turns a finished run into bytes that other programs and
// people read (JUnit XML in two dialects, JSON, CTRF, TAP, Markdown, HTML), and shows a run while it happens
// (the console).
//
// A reporter is a pure function of a [hub.Run]: it reads no clock, no
// environment and no file, it changes nothing of the run, and the same run
// gives the same bytes. Results come in catalog order, whatever finished
// first. No reporter decides an exit code.
//
// What examples print, how they are called and what they say of their
// failures is untrusted text. It is made harmless at the edge of each format:
// by package sanitize for terminals and CI logs, by escapers of their own for
// XML and Markdown.
//
// What of a result gates, is skipped or is forgiven is decided once, in the
// terms of JUnit (kindOf), and all formats that have such outcomes follow it,
// so that no two readers of one run disagree about its verdict,
// which is [hub.Run.Verdict]. What went wrong beside the examples is a failing
// case of its own wherever there are cases, see [troubles]. JSON is the
// run itself; [Schema] describes it.
//
// A new format is one file here, one row in [All] and one golden file.
package reporters
