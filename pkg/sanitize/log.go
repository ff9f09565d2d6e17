package sanitize

import (
	"bytes"
	"io"
	"strings"
)

// A document that goes to stdout is data, for a program or a file. If it ends in
// a pipeline's log after all, nothing in it may be executed there. Formats with
// escapes keep their meaning; in others a space is inserted.

// JSONForLog escapes every '#' of a JSON document, or of any part of one: JSON
// has them in strings only. No line of JSON begins with foreign text.
func JSONForLog(p []byte) []byte { return bytes.ReplaceAll(p, []byte("#"), []byte(`\u0023`)) }

// XMLForLog escapes every '#' of an XML document but those of references, and
// in text the characters by which a line could begin a command.
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
		case c > ' ' && c < 0x80: // what is not ASCII may have no width
			begin = false
		}
		out = append(out, c)
	}
	return out
}

// LinesForLog inserts a space where a line of a text could begin a command. The
// text is one of [Text] already.
func LinesForLog(p []byte) []byte {
	lines := strings.SplitAfter(string(p), "\n")
	for i, l := range lines {
		for _, mark := range []string{"---", "+++", "~~~", "^^^"} {
			if strings.HasPrefix(l, mark) {
				lines[i] = " " + l
			}
		}
		if strings.HasPrefix(strings.TrimSpace(l), "::") {
			lines[i] = strings.Replace(l, "::", ": :", 1)
		}
	}
	return []byte(strings.Join(lines, ""))
}

// JSONLogWriter writes JSON, in parts of any size, through [JSONForLog].
type JSONLogWriter struct{ io.Writer }

// Write writes p so that nothing in it is executed by a CI system. It returns 0
// with an error of the underlying writer.
func (w JSONLogWriter) Write(p []byte) (int, error) {
	if _, err := w.Writer.Write(JSONForLog(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}
