// Package seek looks for texts and regular expressions in a stream, without
// keeping it.
//
// What it finds is exactly what strings.Contains and MatchString find in the
// whole text, whatever the length of the stream and the pieces in which it comes:
// there is no distance beyond which a match is lost, and none is found that the
// whole text does not have. An expression may match over many lines, and \A and \z
// are the two ends of the stream.
//
// The text is the stream as valid UTF-8 (bytes that are not become U+FFFD, a run
// of them one), with CRLF line ends as line feeds; on request without terminal
// sequences, and with every carriage return as the end of a line.
//
// Memory is bounded: by the length of the texts, by a block of lines for an
// expression that matches within one line, and by what the regexp package keeps
// for a reader, which does not grow with the stream, for every other expression.
// Those others cost some ten times more time for each byte.
package seek
