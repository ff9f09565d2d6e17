package sanitize

import (
	"bytes"
	"io"
	"strings"
)

// A document on stdout is meant for a program or a file. If it ends up in a CI log
// instead, nothing in it may be executed there. Formats with escapes keep their
// meaning; in others a space is inserted.

// JSONForLog escapes every '#' in a JSON document or a part of one, where '#'
// occurs in strings only. No line of JSON begins with untrusted text.
func JSONForLog(p []byte) []byte { return bytes.ReplaceAll(p, []byte("#"), []byte(`\u0023`)) }

// XMLForLog escapes every '#' in an XML document except in references, and, in
// text, characters that could begin a command at the start of a line.
func XMLForLog(p []byte) []byte {
	out := make([]byte, 0, len(p)+len(p)/16)
	inTag, begin := false, true
	for i, c := range p {
		switch {
		case c == '<':
			inTag, begin = true, false
		case c == '>':
			inTag = false
		case c == '\n', c == '\r':
			begin = true
		case c == '#' && (i == 0 || p[i-1] != '&'):
			out = append(out, "&#35;"...)
			begin = false
			continue
		case inTag || !begin:
		case strings.IndexByte(":-+~^", c) >= 0:
			out = append(out, "&#"+map[byte]string{':': "58", '-': "45", '+': "43", '~': "126", '^': "94"}[c]+";"...)
			begin = false
			continue
		case c > ' ' && c < 0x80: // other characters may have no width
			begin = false
		}
		out = append(out, c)
	}
	return out
}

// LinesForLog inserts a space into every line that begins with a command. The
// text must have passed [Text].
func LinesForLog(p []byte) []byte {
	lines := strings.SplitAfter(string(p), "\n")
	for i, l := range lines {
		for _, mark := range []string{"---", "+++", "~~~", "^^^"} {
			if strings.HasPrefix(l, mark) {
				lines[i] = " " + l
			}
		}
		lines[i] = breakStart(lines[i])
	}
	return []byte(strings.Join(lines, ""))
}

// JSONLogWriter applies [JSONForLog] to JSON, written in parts of any size.
type JSONLogWriter struct{ io.Writer }

// Write writes p, escaped. It returns 0 with an error of the underlying writer.
func (w JSONLogWriter) Write(p []byte) (int, error) {
	if _, err := w.Writer.Write(JSONForLog(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}
