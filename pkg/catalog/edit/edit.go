package edit

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/seed-00a9b34c/hub/pkg/catalog/head"
	"github.com/seed-00a9b34c/hub/pkg/lang"
)

// ErrNoComment says that a file has no front matter, and that its comment
// syntax is unknown.
var ErrNoComment = errors.New("the file has no front matter, and hub does not know how to write a comment in it")

// Set returns data, the content of the file called name, with the key of its
// front matter set to value, which is true or a string. It does not change
// data. languages has the comment styles for files without front matter.
func Set(languages lang.Table, name string, data []byte, key string, value any) ([]byte, error) {
	before := head.Parse(name, data)
	text, err := scalar(value)
	if err != nil {
		return nil, err
	}
	var out []byte
	was := []byte(nil)
	switch m := before.Matter; {
	case m == nil:
		c := commentOf(languages, name, data)
		if c == lang.None {
			return nil, ErrNoComment
		}
		out = create(c, data, key+": "+text)
	case m.Open:
		return nil, fmt.Errorf("the front matter on line %d has no closing ---", m.Line)
	default:
		was = m.YAML
		r := region(data, m)
		if out, err = r.set(key, text); err != nil {
			return nil, fmt.Errorf("the front matter on line %d cannot be edited: %w", m.Line, err)
		}
	}
	after := head.Parse(name, out)
	if after.Matter == nil || after.Matter.Open || after.Title != before.Title {
		return nil, fmt.Errorf("%s: %s cannot be written into this file's comment", key, text)
	}
	if strings.Contains(text, "?>") {
		return nil, fmt.Errorf("%s: %s contains ?>, which ends a comment in PHP", key, text)
	}
	return out, same(was, after.Matter.YAML, key, value)
}

// SetYAML is Set for a YAML file; data may be empty.
func SetYAML(data []byte, key string, value any) ([]byte, error) {
	text, err := scalar(value)
	if err != nil {
		return nil, err
	}
	bom := len(data) - len(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	r := lines{data: data, yaml: data[bom:], start: bom, eol: eol(data), whole: true}
	out, err := r.set(key, text)
	if err != nil {
		return nil, err
	}
	return out, same(data, out, key, value)
}

// Get returns the value of a key in YAML; nil if it has none.
func Get(data []byte, key string) *yaml.Node {
	root, err := mapping(data)
	if err != nil || root == nil {
		return nil
	}
	_, value := find(root, key)
	return value
}

// same checks that two texts are equal except for the key, which must have the
// value.
func same(before, after []byte, key string, value any) error {
	was, err := decode(before)
	if err != nil {
		return err
	}
	is, err := decode(after)
	if err != nil {
		return fmt.Errorf("the key %s cannot be written: %w", key, err)
	}
	got := is[key]
	delete(was, key)
	delete(is, key)
	if !reflect.DeepEqual(got, value) || !reflect.DeepEqual(was, is) {
		return fmt.Errorf("the key %s cannot be written without changing other keys: write it by hand", key)
	}
	return nil
}

func decode(data []byte) (map[any]any, error) {
	out := map[any]any{}
	if err := yaml.Unmarshal(data, &out); err != nil {
		return nil, err
	}
	if out == nil {
		out = map[any]any{}
	}
	return out, nil
}

// oldBool lists words that some YAML readers take for booleans.
var oldBool = map[string]bool{"yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}

// scalar encodes a value on one line, with quotes only if necessary.
func scalar(value any) (string, error) {
	text, ok := value.(string)
	if !ok {
		return fmt.Sprint(value), nil
	}
	if text == "" || !utf8.ValidString(text) || strings.TrimSpace(text) != text || strings.ContainsFunc(text, unseen) {
		return "", fmt.Errorf("%q cannot be written: it is empty, begins or ends with white space, or contains invisible characters", text)
	}
	for _, form := range []string{text, `"` + text + `"`, "'" + strings.ReplaceAll(text, "'", "''") + "'"} {
		if form == text && (strings.ContainsAny(text, "#:,[]{}&*!|>'\"%@`?") || oldBool[strings.ToLower(text)]) {
			continue
		}
		var got any
		if yaml.Unmarshal([]byte("k: "+form), &struct{ K *any }{&got}) == nil && got == value {
			return form, nil
		}
	}
	return "", fmt.Errorf("%q cannot be written as YAML on one line", text)
}

// create inserts new front matter at the top.
func create(c lang.Comment, data []byte, line string) []byte {
	top, end := head.Top(data), eol(data)
	text := strings.Join(c.Lines("---", line, "---"), end)
	rest, _, _ := bytes.Cut(data[top:], []byte("\n"))
	midline := top > 0 && data[top-1] != '\n' && !bytes.HasSuffix(data[:top], []byte("\xef\xbb\xbf"))
	if midline {
		text = end + text
	}
	if top < len(data) || !midline {
		text += end
	}
	if c.Each() && len(bytes.TrimSpace(rest)) > 0 {
		text += end // else it would be the doc comment of what follows
	}
	return splice(data, top, top, text)
}

// eol returns the line end of the file's first line.
func eol(data []byte) string {
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

func splice(data []byte, from, to int, text string) []byte {
	out := make([]byte, 0, len(data)+len(text))
	out = append(out, data[:from]...)
	out = append(out, text...)
	return append(out, data[to:]...)
}
