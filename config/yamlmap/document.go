package yamlmap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Parse returns the root of the only YAML document in data; nil if that is
// empty or null. Positions count the shift lines of file before data. The error
// is of type [Problems].
func Parse(file string, shift int, data []byte) (*yaml.Node, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	p := foreignBytes(data)
	if p == nil {
		node, err := parseYAML(data)
		switch {
		case err == nil && (node == nil || isNull(node)):
			return nil, nil
		case err == nil:
			return node, nil
		}
		p = syntaxProblem(data, err)
	}
	p.File, p.Line = file, p.Line+shift
	return nil, Problems{*p}
}

var errDocuments = errors.New("several documents")

// parseYAML returns the root of the only document. With errDocuments it returns
// the second one.
func parseYAML(data []byte) (node *yaml.Node, err error) {
	// The library reports its own bugs by panicking, which must not crash hub.
	defer func() {
		if r := recover(); r != nil {
			node, err = nil, fmt.Errorf("yaml: cannot be read: %v", r)
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	switch err := decoder.Decode(&first); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		return &second, errDocuments
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	if first.Kind == yaml.DocumentNode {
		if len(first.Content) == 0 {
			return nil, nil
		}
		return first.Content[0], nil
	}
	return &first, nil
}

// foreignBytes finds other encodings and control characters, which YAML does
// not allow. The library reports them without a position.
func foreignBytes(data []byte) *Problem {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return &Problem{Position: Position{1, 1}, Message: "the file is UTF-16; save it as UTF-8"}
	}
	line, column := 1, 1
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		at := Position{line, column}
		switch {
		case r == utf8.RuneError && n == 1:
			return &Problem{Position: at, Message: fmt.Sprintf("the byte 0x%02x is not UTF-8; save the file as UTF-8", data[i])}
		case r == 0:
			return &Problem{Position: at, Message: "NUL byte; is this a text file?"}
		case r == '\n' || r == '\r' && !bytes.HasPrefix(data[i+1:], []byte("\n")):
			line, column = line+1, 0
		case r < ' ' && r != '\t' && r != '\r', r >= 0x7f && r < 0xa0 && r != 0x85, r == 0xfeff, r == 0xfffe, r == 0xffff:
			return &Problem{Position: at, Message: fmt.Sprintf("control character U+%04X is not allowed in YAML", r)}
		}
		column++
		i += n
	}
	return nil
}

// syntaxProblem gives a parser error a position and a clear message.
func syntaxProblem(data []byte, err error) *Problem {
	if errors.Is(err, errDocuments) {
		return &Problem{Position: secondDocument(data), Message: "second YAML document; hub reads only one: remove the --- line"}
	}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	// Below, the line is determined more precisely than by the library.
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		if _, text, ok := strings.Cut(rest, ": "); ok {
			message = text
		}
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	line := min(brokenLine(lines), len(lines))
	text := lines[line-1]
	indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
	if tab := bytes.IndexByte(indent, '\t'); tab >= 0 && len(indent) < len(bytes.TrimRight(text, "\r\n")) {
		return &Problem{Position: Position{line, tab + 1}, Message: "tab in the indentation; YAML requires spaces"}
	}
	return &Problem{Position: Position{line, 1}, Message: "invalid YAML: " + printable(message)}
}

// brokenLine finds the first line that cannot be part of the document: the one
// after the longest prefix that parses. (The library often names only the line
// where the surrounding block begins.) In a large file it bisects, and may then
// return an earlier line of a construct that spans several.
func brokenLine(lines [][]byte) int {
	text := bytes.Join(lines, nil)
	ends := make([]int, len(lines)+1)
	for i, l := range lines {
		ends[i+1] = ends[i] + len(l)
	}
	good, bad := 0, len(lines)
	if len(lines)*len(text) > 2<<20 {
		for bad-good > 1 {
			middle := (good + bad) / 2
			if _, err := parseYAML(text[:ends[middle]]); err == nil {
				good = middle
			} else {
				bad = middle
			}
		}
		return good + 1
	}
	for i := range lines {
		if _, err := parseYAML(text[:ends[i+1]]); err == nil {
			good = i + 1
		}
	}
	return good + 1
}

// secondDocument returns the position of the second ---, or of text after ....
func secondDocument(data []byte) Position {
	content := false
	for i, l := range bytes.SplitAfter(data, []byte("\n")) {
		text := bytes.TrimRight(l, " \t\r\n")
		marker := bytes.HasPrefix(l, []byte("---")) && (len(l) == 3 || bytes.ContainsAny(l[3:4], " \t\r\n"))
		switch {
		case content && marker:
			return Position{i + 1, 1}
		case marker, len(text) > 0 && text[0] != '#' && text[0] != '%':
			content = true
		}
	}
	return Position{1, 1}
}
