// Package mask hides secret values in streams of bytes, also when one is split
// over writes or interrupted by terminal sequences, and in the encodings that
// programs put them into: base64, URL-encoding and JSON escapes.
//
// Not found are values in other forms: compressed, encrypted, reversed, in
// base64 that is broken into lines, or printed in pieces with other text
// between them, a terminal sequence of some kilobytes included.
package mask
