// Package expect compares the output of an example with the expected output, and
// describes the difference.
//
// # Input
//
// The output is the captured stream: standard output and standard error in the order
// in which they were written, as on a terminal, secrets masked. If diagnostics
// interleave unpredictably, use contains and matches.
//
// equals and golden compare the whole output. If not all of it was kept, it can
// neither be compared nor written to a golden file: that is an error, since unchecked
// output is not a pass. contains, matches, not-contains and not-matches look at
// the output as it is, except for its line ends. If not all of it was kept, they are searched while it is printed
// (package seek), with the same result. Expressions may match across lines, and \A
// and \z are the ends of the whole output.
//
// # Reporting differences
//
// The message quotes both lines exactly. Invisible differences are spelled out: blanks
// as ␣ if only whitespace differs, and code points if the lines look the same because
// of Unicode normalization forms, zero-width characters, or letters of other scripts.
// The diff does the same for each removed line and the added line in its place.
//
// # Normalization
//
// In both texts, CRLF line ends, trailing whitespace of lines, and empty lines at the
// end are always ignored. On request, the built-in normalizers are applied, in this
// order regardless of the configuration, and then the configured expressions in
// theirs:
//
//	ansi       terminal sequences are removed
//	paths      the project's root, the temporary and the home folder: [ROOT], [TMP], [HOME]
//	uuids      [UUID]
//	dates      dates, with the time and zone where they have them, and times of day: [DATE], [TIME]
//	durations  12ms, 1m3.5s, 0.2 seconds: [DURATION]
//	addresses  hexadecimal numbers of six digits and more after 0x: [ADDRESS]
//
// None of these is on by default: normalized text is not compared, which should never
// come as a surprise.
//
// The built-in normalizers are idempotent, so that a golden file written from
// normalized output compares equal to it. For expressions this is checked whenever a
// golden file is written.
//
// All of it takes time linear in the text, except for expressions that match within
// their own look-ahead.
package expect
