// Package expect compares what an example printed with what it is expected to
// print, and says how the two differ.
//
// # What is compared
//
// The text is the captured output: standard output and standard error in the
// order in which they were written, secrets masked. One stream is what a reader
// of a terminal sees, and what is kept; an example whose diagnostics come at
// any time is better compared by contains and matches.
//
// equals and golden compare the whole text. An output of which not all was kept
// can be neither compared nor written to a golden file; that is an error, for
// what cannot be checked is no pass. contains and matches look at the text as
// it is, but for its line ends: at what was kept when that is all, else they are
// looked for in all of the output while it is printed (package seek), with the
// same answer. An expression may match over lines, at whatever distance, and \A
// and \z are the ends of all of the output.
//
// # How a difference is reported
//
// The message quotes both lines exactly. Where one sees no difference it is written
// out: blanks as ␣ when white space alone differs, and code points when both lines
// look alike by the forms of Unicode, characters without a width, or letters of
// other scripts. So does the difference, for each removed line and the added one
// in its place.
//
// # What is made the same first
//
// Always, in both texts: CRLF line ends, white space at the ends of lines, and
// empty lines at the end. On request, the built-in normalizers in this order,
// whatever the order in the configuration, and then the configured expressions
// in theirs:
//
//	ansi       terminal sequences are removed
//	paths      the project's root, the temporary and the home folder: [ROOT], [TMP], [HOME]
//	uuids      [UUID]
//	dates      dates, with the time and zone where they have them, and times of day: [DATE], [TIME]
//	durations  12ms, 1m3.5s, 0.2 seconds: [DURATION]
//	addresses  hexadecimal numbers of six digits and more after 0x: [ADDRESS]
//
// None of these is on by default: what is made the same is not compared, and
// nobody should have to find out that a date was never checked.
//
// The built-in ones change nothing that they have written themselves, so that a
// golden file that was written from normalized text compares equal to it. For
// expressions that is proven when a golden file is written.
//
// All of it takes time linear in the text, but for expressions that match
// within what they look ahead at.
package expect
