// Package jsonline encodes the nouns as lines of JSON, exactly as encoding/json would,
// without reflection: events for the run log, examples and results for report.json.
// Rare fields are left to encoding/json; a test compares the two, field by field.
//
// Note: three events are written for every example, between the end of its process and
// the start of the next one. They take 1 µs, and 6 µs with encoding/json. The lines of
// 10,000 examples and results take a tenth of the time, which is spent before the first
// example and after the last. [Parse] and [ParseExample] read what is most
// common without reflection as well.
package jsonline

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// Form says how texts are escaped.
type Form int

const (
	// Plain escapes what JSON requires, as [json.Encoder] does without
	// SetEscapeHTML.
	Plain Form = iota
	// HTML escapes <, > and & as well, as [json.Marshal] does.
	HTML
)

// object appends the fields of one JSON object.
type object struct {
	form Form
	b    []byte
	err  error // the first one
	// long gets what is in b while a plan is appended; nil: b has all of it.
	long io.Writer
}

// key begins a field, with a comma before all but the first of an object.
func (o *object) key(name string) {
	if last := o.b[len(o.b)-1]; last != '{' {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

func (o *object) text(name, s string) {
	o.key(name)
	o.b = o.form.text(o.b, s)
}

// optional appends a text unless it is empty.
func (o *object) optional(name, s string) {
	if s != "" {
		o.text(name, s)
	}
}

func (o *object) number(name string, n int64) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, n, 10)
}

func (o *object) yes(name string) {
	o.key(name)
	o.b = append(o.b, "true"...)
}

// seconds leaves numbers with exponents, infinities and NaN to encoding/json.
func (o *object) seconds(name string, f float64) {
	if a := math.Abs(f); f != 0 && !(a >= 1e-6 && a < 1e21) {
		o.other(name, f)
		return
	}
	o.key(name)
	o.b = strconv.AppendFloat(o.b, f, 'f', -1, 64)
}

func (o *object) time(name string, t time.Time) {
	o.key(name)
	o.b = append(o.b, '"')
	b, err := t.AppendText(o.b)
	if err != nil {
		o.fail(err)
		return
	}
	o.b = append(b, '"')
}

// texts appends a list of texts unless it is empty.
func (o *object) texts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	o.key(name)
	o.b = append(o.b, '[')
	for i, s := range list {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = o.form.text(o.b, s)
	}
	o.b = append(o.b, ']')
}

// other appends a field of any type.
func (o *object) other(name string, v any) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(o.form == HTML)
	if err := enc.Encode(v); err != nil {
		o.fail(err)
		return
	}
	o.key(name)
	o.b = append(o.b, bytes.TrimSuffix(buf.Bytes(), []byte{'\n'})...)
}

func (o *object) fail(err error) {
	if o.err == nil {
		o.err = err
	}
}

const hexDigits = "0123456789abcdef"

// text appends a JSON string. Invalid UTF-8 becomes U+FFFD; the two line ends of
// JavaScript that JSON does not have are escaped.
func (f Form) text(b []byte, s string) []byte {
	b = append(b, '"')
	done := 0 // number of bytes of s that are in b
	for i := 0; i < len(s); {
		if i = ordinary(f, s, i); i == len(s) {
			break
		}
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				b = append(append(b, s[done:i]...), `\ufffd`...)
			case r == '\u2028' || r == '\u2029':
				b = append(append(b, s[done:i]...), `\u202`...)
				b = append(b, hexDigits[r&0xf])
			default:
				i += size
				continue
			}
			i += size
			done = i
			continue
		}
		b = append(b, s[done:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
		i++
		done = i
	}
	return append(append(b, s[done:]...), '"')
}
