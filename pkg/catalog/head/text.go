package head

import (
	"bytes"
	"unicode/utf8"
)

// text is a position in the bytes of a file.
type text struct {
	data []byte
	pos  int
	line int // of pos, 1-based
}

func newText(data []byte) *text {
	return &text{data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), line: 1}
}

func (t *text) done() bool { return t.pos >= len(t.data) }

// rest returns the text from here to the end of the line, without the line end.
func (t *text) rest() []byte {
	rest := t.data[t.pos:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return bytes.TrimSuffix(rest, []byte("\r"))
}

// lead returns the number of characters before here on the line.
func (t *text) lead() int {
	start := bytes.LastIndexByte(t.data[:t.pos], '\n') + 1
	return utf8.RuneCount(t.data[start:t.pos])
}

// next moves to the start of the next line.
func (t *text) next() {
	i := bytes.IndexByte(t.data[t.pos:], '\n')
	if i < 0 {
		t.pos = len(t.data)
		return
	}
	t.pos += i + 1
	t.line++
}

// skip moves n bytes forward, also across line ends.
func (t *text) skip(n int) {
	n = min(n, len(t.data)-t.pos)
	t.line += bytes.Count(t.data[t.pos:t.pos+n], []byte("\n"))
	t.pos += n
}

// blanks moves to the first byte that is not white space.
func (t *text) blanks() {
	rest := t.data[t.pos:]
	t.skip(len(rest) - len(bytes.TrimLeft(rest, " \t\r\n\f\v")))
}

// FirstLine returns the first line of a file without byte order mark and line
// end.
func FirstLine(data []byte) []byte { return newText(data).rest() }

// prelude moves to where front matter or the first comment may begin.
func (t *text) prelude() {
	if t.pos == 0 && isLine(t.rest()) {
		t.next()
	}
	php := false
	for !t.done() {
		rest := t.rest()
		line := bytes.TrimSpace(rest)
		switch {
		case len(line) == 0:
			t.next()
		case !php && len(line) >= 5 && bytes.EqualFold(line[:5], []byte("<?php")) && (len(line) == 5 || isSpace(line[5])):
			php = true
			t.skip(bytes.IndexByte(rest, '<') + 5)
		case php && bytes.HasPrefix(line, []byte("declare")) && bytes.IndexByte(rest, ';') > 0:
			t.skip(bytes.IndexByte(rest, ';') + 1)
		case isLineComment(line) && isDirective(line):
			t.next()
		default:
			return
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// isLineComment reports whether the line is a comment in a style used for
// directives.
func isLineComment(line []byte) bool {
	return line[0] == '#' || bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("--"))
}

// Top returns the offset at which front matter may be inserted: after
// everything that [Parse] skips before it looks for front matter.
func Top(data []byte) int {
	t := newText(data[:min(len(data), Size)])
	t.prelude()
	return len(data[:min(len(data), Size)]) - len(t.data) + t.pos
}
