package status

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// walk reads the parts of a JSON text that is known to be valid: package jsontext
// has read it. So only types can be wrong. Of other texts it reads something, and
// ends. The strings that it returns are parts of the text where they need no
// unquoting.
//
// Note: decoding by reflection (encoding/json) takes ten times as long.
type walk struct {
	text string
	at   int
}

// kind returns the first byte of the next value, after white space.
func (w *walk) kind() byte {
	for w.at < len(w.text) {
		switch c := w.text[w.at]; c {
		case ' ', '\n', '\r', '\t':
			w.at++
		default:
			return c
		}
	}
	return 0
}

// skip moves by n bytes.
func (w *walk) skip(n int) { w.at = min(len(w.text), w.at+n) }

// raw returns the text of the next value.
func (w *walk) raw() string {
	kind := w.kind()
	begin := w.at
	switch kind {
	case '"':
		w.skipLong()
	case '{', '[':
		w.skipNested()
	default:
		w.skip(1)
		for w.at < len(w.text) && strings.IndexByte(",]} \n\r\t:", w.text[w.at]) < 0 {
			w.at++
		}
	}
	return w.text[begin:w.at]
}

// skipString moves behind the string that begins here. plain: it is ASCII
// without escapes.
func (w *walk) skipString() (plain bool) {
	plain = true
	for i := w.at + 1; i < len(w.text); i++ {
		switch c := w.text[i]; {
		case c == '"':
			w.at = i + 1
			return plain
		case c == '\\':
			plain = false
			i++
		case c >= utf8.RuneSelf:
			plain = false
		}
	}
	w.at = len(w.text)
	return false
}

// skipLong is skipString for texts of any length.
func (w *walk) skipLong() {
	for w.skip(1); ; w.skip(1) {
		end := strings.IndexByte(w.text[w.at:], '"')
		if end < 0 {
			w.at = len(w.text)
			return
		}
		begin := w.at
		w.at += end
		escapes := 0
		for i := w.at - 1; i >= begin && w.text[i] == '\\'; i-- {
			escapes++
		}
		if escapes%2 == 0 {
			w.skip(1)
			return
		}
	}
}

// skipNested moves behind the object or list that begins here.
func (w *walk) skipNested() {
	for depth := 0; w.at < len(w.text); {
		switch w.text[w.at] {
		case '"':
			w.skipLong()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if w.at++; depth == 0 {
			return
		}
	}
}

// typeError says that a value is not of the expected type.
type typeError struct{ want, have string }

func (e *typeError) Error() string { return fmt.Sprintf("%.50s is not %s", e.have, e.want) }

// null skips the next value if it is null, which counts as an absent one.
func (w *walk) null() bool {
	if w.kind() != 'n' {
		return false
	}
	w.skip(len("null"))
	return true
}

func (w *walk) string() (string, error) {
	switch w.kind() {
	case '"':
		return w.quoted(), nil
	case 'n':
		w.null()
		return "", nil
	}
	return "", &typeError{"a string", w.raw()}
}

// quoted returns the string that begins here.
func (w *walk) quoted() string {
	begin := w.at
	if w.skipString() {
		return w.text[begin+1 : w.at-1]
	}
	return unquote(w.text[begin:w.at])
}

// unquote returns the value of a string; invalid UTF-8 is replaced.
func unquote(raw string) string {
	if len(raw) < 2 {
		return ""
	}
	text := raw[1 : len(raw)-1]
	if strings.IndexByte(text, '\\') < 0 && utf8.ValidString(text) {
		return text
	}
	b, _ := jsontext.AppendUnquote(nil, raw) // the error is that of invalid UTF-8
	return string(b)
}

// mostBytes returns the size of the value of a string in valid UTF-8, or a little
// more.
func mostBytes(raw string) int {
	n := len(raw) - len(`""`)
	for {
		i := strings.IndexByte(raw, '\\')
		if i < 0 || i+2 > len(raw) {
			return n
		}
		if n--; raw[i+1] == 'u' { // at most three bytes
			n -= 2
		}
		raw = raw[i+2:]
	}
}

func (w *walk) integer() (int64, error) {
	if w.null() {
		return 0, nil
	}
	raw := w.raw()
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return 0, &typeError{"an integer", raw}
	}
	return n, nil
}

func (w *walk) number() (float64, error) {
	if w.null() {
		return 0, nil
	}
	raw := w.raw()
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil || strings.Trim(raw[:1], "-0123456789") != "" {
		return 0, &typeError{"a number", raw}
	}
	return f, nil
}

func (w *walk) boolean() (bool, error) {
	if w.null() {
		return false, nil
	}
	switch raw := w.raw(); raw {
	case "true", "false":
		return raw == "true", nil
	default:
		return false, &typeError{"true or false", raw}
	}
}

// time reads a time like [Time.UnmarshalJSON].
func (w *walk) time() (Time, error) {
	text, err := w.string()
	if err != nil || text == "" {
		return Time{}, err
	}
	var t time.Time
	if err := t.UnmarshalText([]byte(text)); err != nil {
		return Time{}, &typeError{"a time", text}
	}
	return valid(t), nil
}

// fields calls each with the key of each field of an object; it reads the value.
func (w *walk) fields(each func(key string) error) error {
	return w.nested('{', "an object", func() error {
		key := w.quoted()
		w.kind()
		w.skip(1) // the colon
		return each(key)
	})
}

// elements calls each for every element of a list; it reads the element.
func (w *walk) elements(each func() error) error { return w.nested('[', "a list", each) }

func (w *walk) nested(open byte, what string, each func() error) error {
	if w.null() {
		return nil
	}
	if w.kind() != open {
		return &typeError{what, w.raw()}
	}
	for w.skip(1); ; {
		switch w.kind() {
		case '}', ']', 0:
			w.skip(1)
			return nil
		case ',':
			w.skip(1)
			continue
		}
		if err := each(); err != nil {
			return err
		}
	}
}

// strings reads a list of strings.
func (w *walk) strings() (list []string, err error) {
	err = w.elements(func() error {
		s, err := w.string()
		list = append(list, s)
		return err
	})
	return list, err
}
