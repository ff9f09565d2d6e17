// Package mask hides secret values in streams of bytes.
//
// # What is found
//
// A value is matched as the final reader of the output sees it: everything that a
// sanitiser, a terminal, a browser or a report may drop is skipped while matching.
// These are all non-printing characters: controls (NUL, so that UTF-16 is found too,
// BS, BEL, VT, FF, CR, ESC, DEL, the C1 controls), terminal sequences, zero-width and
// directional characters, unusual blanks, invalid UTF-8, and U+FFFD, which replaces
// it. So it does not matter what is dropped later, or in which order.
//
// Each value is found unchanged, in hexadecimal (both cases; without separators, or
// with blanks, colons, dashes, commas or 0x), as a list of decimal bytes, in base64
// and base64url at any offset of the encoded text, and, if it is not ASCII, in UTF-16
// of both byte orders. Each character may be escaped, in any mixture of these ways:
// with backslashes as in JSON, JSON in JSON, shells, Python and PHP (\" \n \x41 \101
// \u0041 \u{41} \U00000041, any number of backslashes), as %41 and %2541, as an HTML
// entity (named, decimal, hexadecimal, escaped once or twice); a quote as in shells
// (closed, escaped, reopened) or doubled. Letters and digits among the first four
// characters may be escaped only if the first character is. Non-printing characters
// may be escaped too: s\x00e\x00c is UTF-16 as Python prints it. If the beginning of a
// value can be read in too many ways, as in a text of escapes only, the text is hidden
// as far as it was read.
//
// In a multi-line value, each line of at least [MinLine] characters is a value too,
// except the frame of PEM files and lines without letters and digits. This includes
// values with an escaped "\n".
//
// Whitespace in a value matches any whitespace: line ends of both kinds, indentation.
// Between the characters of a value, or of an encoding, of at least [looseLength]
// characters, text may have additional whitespace, as in wrapped base64; the value is
// then masked from the last break within its first [anchored] characters on, so that
// the end of an ordinary line never waits for the next line.
//
// # What is not found
//
// Values in other forms are not found: reversed, encrypted, hashed, compressed, in
// images, in other alphabets or encodings, in another case, spread over several
// results, or printed in pieces separated by visible text or by more than [maxGap]
// skipped bytes. A value that only cursor movements assemble is not found in the raw
// stream; callers that store a text must also mask it as a terminal shows it.
//
// # Algorithm
//
// The search looks at printing ASCII characters only. It looks up the last four of
// them in a bit set of the beginnings ("anchors") of all values in all spellings, and
// compares the text in detail only after a hit. Memory and preparation time are
// proportional to the length of the values.
package mask
