// Package mask hides secret values in streams of bytes.
//
// # What is found
//
// A value is searched as whoever reads the output in the end would read it: what
// a sanitiser, a terminal, a browser or a report drops on the way is passed over
// while matching. That is every character that does not print: controls (NUL, so
// that UTF-16 is found as well, BS, BEL, VT, FF, CR, ESC, DEL, the C1 controls),
// terminal sequences, characters without width or of direction, other kinds of
// blanks than the usual one, bytes that are not UTF-8, and U+FFFD, which takes
// their place. So it does not matter who drops what afterwards, or in which order.
//
// Each value is searched as it is, in hexadecimal (both cases; without
// separators, or with blanks, colons, dashes, commas or 0x), as a list of decimal
// bytes, in base64 and base64url wherever it begins in the encoded text, and, if
// it is not ASCII, in UTF-16 of both orders. Every character of these may be
// spelled as programs do, each in another way: with backslashes as in JSON, JSON
// in JSON, shells, Python and PHP (\" \n \x41 \101 \u0041 \u{41} \U00000041, any
// number of backslashes), as %41 and %2541, as an HTML entity (named, decimal,
// hexadecimal, once or twice escaped), and a quote as
// shells do (closed, escaped, opened again) or doubled. Of the first four characters
// letters and digits are spelled otherwise only together with the very first. What
// does not print may be spelled out as well: s\x00e\x00c in Python for UTF-16. A text
// of nothing but escapes, which may be read in ever so many ways, is hidden as far as it
// was read when the begin of a value was read in too many of them.
//
// Of a value of several lines each line with at least [MinLine] characters is a
// value too, but those of PEM's frame and those without letters and digits. A
// value with "\n" spelled out has lines likewise.
//
// White space within a value may be any other white space: line ends of both
// kinds, an indent. Where a value has none, text may have it if the value or its
// encoding is of [looseLength] characters or more, as for base64 in lines; it is
// then masked from the last break within its first [anchored] characters on, so
// that the end of an ordinary line never waits for the next.
//
// # What is not claimed
//
// Not found are values in other forms: reversed, ciphered, hashed, compressed, in
// pictures, in other alphabets or encodings than those above, in letters of
// another case, spread over several results, or printed in pieces with visible
// text or more than [maxGap] bytes of the above between them. In a stream of raw
// bytes a value is not found that only the cursor of a terminal puts together;
// whoever keeps a text masks once more what a terminal shows of it.
//
// # How
//
// The search looks at the ASCII characters that print and nothing else: the last
// four are looked up in a bit set of the beginnings ("anchors") of all values in
// all spellings. Only where one may begin is the text compared with care. Memory
// and time to prepare are proportional to the length of the values.
package mask
