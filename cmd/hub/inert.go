package main

import (
	"bytes"
	"io"
	"strings"
)

// A report or the events that go to stdout are data, for a program that reads
// them or for a file; where they end in a pipeline's log after all, nothing in
// them may be taken for a command. The formats that have escapes of their own
// lose nothing by that, the others get a space.

// inert is a whole report of that format as it may stand in a pipeline's log.
func inert(format string, report []byte) []byte {
	switch {
	case format == "json", format == "ctrf":
		return inertJSON(report)
	case strings.HasPrefix(format, "junit"):
		return inertXML(report)
	case format == "html":
		return report // it is written so: it holds hashes of what is in it
	}
	return inertLines(report)
}

// inertWriter is a writer of JSON, such as the events, of which it takes any parts.
type inertWriter struct{ io.Writer }

// Write writes p so that nothing in it can be taken for a command.
func (w inertWriter) Write(p []byte) (int, error) {
	if _, err := w.Writer.Write(inertJSON(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// jsonOut is stdout for JSON.
func (a *App) jsonOut() io.Writer {
	if a.inPipeline() {
		return inertWriter{a.Stdout}
	}
	return a.Stdout
}

// idLine is a line of an ID alone, for programs. In a pipeline it is changed
// where it would be a command, and then it is no ID any more.
func (a *App) idLine(id string) []byte {
	if a.inPipeline() {
		return inertLines([]byte(line(id) + "\n"))
	}
	return []byte(id + "\n")
}

// inertJSON escapes every '#', which JSON has in strings alone. A line of JSON
// never begins with what is somebody else's.
func inertJSON(p []byte) []byte { return bytes.ReplaceAll(p, []byte("#"), []byte(`\u0023`)) }

// inertXML escapes every '#', but those of escapes, and in text whatever a line
// could begin a command with.
func inertXML(p []byte) []byte {
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

// inertLines puts a space where a line could begin a command.
func inertLines(p []byte) []byte {
	lines := strings.SplitAfter(string(p), "\n")
	for i, l := range lines {
		for _, mark := range []string{"---", "+++", "~~~", "^^^"} {
			if strings.HasPrefix(l, mark) {
				lines[i] = " " + l
			}
		}
		if bare := strings.TrimSpace(l); strings.HasPrefix(bare, "::") {
			lines[i] = strings.Replace(l, "::", ": :", 1)
		}
	}
	return []byte(strings.Join(lines, ""))
}
