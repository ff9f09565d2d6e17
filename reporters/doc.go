// Package reporters writes finished runs in the formats that programs and people read.
// [All] is the table of formats. JSON, CTRF and TAP are written here; JUnit, Markdown and
// HTML by packages of these names. Package console shows a run while it happens.
//
// A reporter is a pure function of a [hub.Run]: it reads no clock, environment or file,
// does not change the run, and writes the same bytes for the same run. Results come in
// catalog order, whatever finished first. No reporter decides an exit code.
//
// Output, names and error messages of examples are untrusted. Each format escapes them
// as it writes: with package sanitize for terminals and CI logs, and with its own
// escapers for XML and Markdown.
//
// [text.KindOf] alone decides whether a result passes, fails or is skipped, in the terms
// of JUnit, and all formats with such outcomes follow it, so that no two readers of a
// run disagree about its verdict, [hub.Run.Verdict]. Problems outside the examples are
// failing cases in formats that have cases, see [text.RunFailures]. JSON is the run
// itself; [Schema] describes it.
//
// A new format is one file here, one row in [All] and a golden file for each case, which
// 'go test ./reporters -update' writes into testdata/cases.
package reporters
