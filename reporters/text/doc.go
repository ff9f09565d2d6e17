// Package text holds the words and rules that several report formats share: the texts for
// failures, skips and ends, the outcome of a result in formats with three or four
// outcomes, the problems outside the examples, and how much of an output is shown.
//
// Its texts are untrusted unless said otherwise: each format escapes them.
package text
