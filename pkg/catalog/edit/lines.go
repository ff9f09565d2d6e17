package edit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
)

// lines is YAML, and the position of its lines in a file.
type lines struct {
	data  []byte
	yaml  []byte
	start int    // offset of the file's line with the first line of YAML
	last  string // text before the closing fence on its line
	whole bool   // the file is YAML, without fences
	eol   string
}

// region finds the lines of front matter in the file.
func region(data []byte, m *head.Matter) lines {
	r := lines{data: data, yaml: m.YAML, eol: eol(data)}
	for range m.Line - 1 {
		r.start += bytes.IndexByte(data[r.start:], '\n') + 1
	}
	closing := r.start
	for range bytes.Count(m.YAML, []byte("\n")) {
		closing += bytes.IndexByte(data[closing:], '\n') + 1
	}
	if i := bytes.Index(data[closing:], []byte("---")); i >= 0 {
		r.last = string(data[closing : closing+i])
	}
	return r
}

// line returns the n-th line of the YAML, from 1, the offset of its first byte
// in the file (at), and that of the file's line (begin).
func (r *lines) line(n int) (text string, at, begin int) {
	rest := r.yaml
	begin = r.start
	for range n - 1 {
		i := bytes.IndexByte(rest, '\n')
		rest = rest[i+1:]
		begin += bytes.IndexByte(r.data[begin:], '\n') + 1
	}
	y, _, _ := bytes.Cut(rest, []byte("\n"))
	raw, _, _ := bytes.Cut(r.data[begin:], []byte("\n"))
	y, raw = bytes.TrimSuffix(y, []byte("\r")), bytes.TrimSuffix(raw, []byte("\r"))
	return string(y), begin + len(raw) - len(y), begin
}

// set returns the file with the key set to text.
func (r *lines) set(key, text string) ([]byte, error) {
	root, err := mapping(r.yaml)
	if err != nil {
		return nil, err
	}
	if root != nil {
		if k, v := find(root, key); k != nil {
			return r.replace(k, v, text)
		}
		if root.Style&yaml.FlowStyle != 0 {
			line, at, _ := r.line(root.Line)
			i := offset(line, root.Column)
			if i >= len(line) || line[i] != '{' {
				return nil, errors.New("the opening brace was not found")
			}
			add := key + ": " + text
			if len(root.Content) > 0 {
				add += ", "
			}
			return splice(r.data, at+i+1, at+i+1, add), nil
		}
	}
	return r.insert(root, key+": "+text), nil
}

// insert adds a line before the first, or before the first key if the YAML
// begins with directives or ---.
func (r *lines) insert(root *yaml.Node, line string) []byte {
	before := 1
	if root != nil && len(root.Content) > 0 {
		for n := 1; n < root.Content[0].Line; n++ {
			if l, _, _ := r.line(n); strings.HasPrefix(l, "---") || strings.HasPrefix(l, "%") {
				before = root.Content[0].Line
			}
		}
	}
	_, _, at := r.line(before)
	prefix := r.last
	switch {
	case root != nil && len(root.Content) > 0:
		l, first, begin := r.line(root.Content[0].Line)
		prefix = string(r.data[begin : first+offset(l, root.Content[0].Column)])
	case r.whole:
		at = len(r.data) // after comments or a lone ---
	}
	if at == len(r.data) && at > 0 && r.data[at-1] != '\n' {
		return splice(r.data, at, at, r.eol+prefix+line)
	}
	return splice(r.data, at, at, prefix+line+r.eol)
}

// replace replaces the value v of the key k by text.
func (r *lines) replace(k, v *yaml.Node, text string) ([]byte, error) {
	if v.Kind != yaml.ScalarNode || v.Anchor != "" || v.Style&(yaml.TaggedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return nil, fmt.Errorf("the value of %s is more than a word or a line of text: change it by hand", k.Value)
	}
	line, at, _ := r.line(v.Line)
	if v.Value == "" && v.Style == 0 { // no value after the colon
		line, at, _ = r.line(k.Line)
		i := offset(line, k.Column) + len(k.Value)
		if k.Style != 0 {
			i += 2
		}
		colon := strings.IndexByte(line[min(i, len(line)):], ':')
		if colon < 0 {
			return nil, fmt.Errorf("the colon after %s was not found", k.Value)
		}
		return splice(r.data, at+i+colon+1, at+i+colon+1, " "+text), nil
	}
	i := offset(line, v.Column)
	n := length(line[min(i, len(line)):], v)
	if n < 0 {
		return nil, fmt.Errorf("the value of %s spans several lines: change it by hand", k.Value)
	}
	return splice(r.data, at+i, at+i+n, text), nil
}

// length returns the number of bytes of the scalar at the start of text; -1 if
// it does not end there.
func length(text string, v *yaml.Node) int {
	switch v.Style {
	case yaml.SingleQuotedStyle:
		for i := 1; i < len(text); i++ {
			if text[i] == '\'' {
				if i+1 < len(text) && text[i+1] == '\'' {
					i++
					continue
				}
				return i + 1
			}
		}
		return -1
	case yaml.DoubleQuotedStyle:
		for i := 1; i < len(text); i++ {
			switch text[i] {
			case '\\':
				i++
			case '"':
				return i + 1
			}
		}
		return -1
	}
	if strings.HasPrefix(text, v.Value) {
		return len(v.Value)
	}
	return -1
}

// offset returns the byte offset of a 1-based column; columns count characters.
func offset(line string, column int) int {
	i := 0
	for range column - 1 {
		_, n := utf8.DecodeRuneInString(line[i:])
		i += n
	}
	return i
}

// mapping returns the outermost mapping of YAML; nil if it is empty.
func mapping(data []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind == yaml.ScalarNode && doc.Content[0].Tag == "!!null" {
		return nil, nil
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("it is not a mapping of keys")
	}
	return doc.Content[0], nil
}

func find(root *yaml.Node, key string) (k, v *yaml.Node) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == key {
			return root.Content[i], root.Content[i+1]
		}
	}
	return nil, nil
}

// unseen reports whether a character is invisible.
func unseen(r rune) bool { return !unicode.IsPrint(r) }
