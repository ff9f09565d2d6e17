package junit

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// The types below are what a document consists of; their methods append them as XML,
// indented by two spaces a level. Texts of elements are escaped already ([xmlBody]),
// values of attributes are not.
//
// Note: encoding/xml takes ten times as long for the same bytes, which is most of what a
// run of thousands of examples does after its last one.

type document struct {
	seconds, timestamp      string // empty timestamp: none
	tests, failures, errors int
	skipped                 int
	countsSkipped           bool // the dialect has the count of skipped cases
	suites                  []suite
}

// suite has no id: it would be a position, and some readers use it as a key.
type suite struct {
	name, seconds, timestamp         string // empty timestamp: none
	tests, failures, errors, skipped int
	properties                       []property
	// at creates a case. Cases are created one at a time while the document is written,
	// so that copies of the outputs are never all in memory.
	at func(i int) testcase
}

type property struct{ name, value string }

type testcase struct {
	name, class, seconds string
	file, timestamp      string // empty: none
	line                 int    // 0: none
	properties           []property
	skipped, err, fail   *outcome
	flaky, rerun         []attempt
	systemOut            string // escaped; empty: none
}

// outcome is a skip, an error or a failure.
type outcome struct {
	message string
	kind    string // empty: none
	body    string // escaped
}

// attempt is an attempt before the deciding one.
type attempt struct {
	message, kind string
	stackTrace    string // escaped
}

// flushAt is the number of bytes after which a document is passed on.
const flushAt = 64 << 10

// write writes the document. The error is the first of w.
func (d *document) write(w io.Writer) error {
	b := make([]byte, 0, flushAt+(16<<10))
	b = append(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<testsuites"...)
	b = attr(b, "name", "hub")
	b = attr(b, "time", d.seconds)
	b = number(b, "tests", d.tests)
	b = number(b, "failures", d.failures)
	b = number(b, "errors", d.errors)
	if d.countsSkipped {
		b = number(b, "skipped", d.skipped)
	}
	b = append(optional(b, "timestamp", d.timestamp), '>')
	for i := range d.suites {
		s := &d.suites[i]
		b = s.begin(b)
		for n := range s.tests {
			c := s.at(n)
			if b = c.append(b); len(b) >= flushAt {
				if _, err := w.Write(b); err != nil {
					return err
				}
				b = b[:0]
			}
		}
		b = append(b, "\n  </testsuite>"...)
	}
	if len(d.suites) > 0 {
		b = append(b, '\n')
	}
	_, err := w.Write(append(b, "</testsuites>\n"...))
	return err
}

// begin appends the beginning of the suite, up to its cases.
func (s *suite) begin(b []byte) []byte {
	b = attr(append(b, "\n  <testsuite"...), "name", s.name)
	b = number(b, "tests", s.tests)
	b = number(b, "failures", s.failures)
	b = number(b, "errors", s.errors)
	b = attr(b, "time", s.seconds)
	b = optional(b, "timestamp", s.timestamp)
	b = append(number(b, "skipped", s.skipped), '>')
	return appendProperties(b, "\n    ", s.properties)
}

func (c *testcase) append(b []byte) []byte {
	b = attr(append(b, "\n    <testcase"...), "name", c.name)
	b = attr(b, "classname", c.class)
	b = attr(b, "time", c.seconds)
	b = optional(b, "file", c.file)
	if c.line != 0 {
		b = number(b, "line", c.line)
	}
	b = append(optional(b, "timestamp", c.timestamp), '>')
	empty := len(b)
	b = appendProperties(b, "\n      ", c.properties)
	b = c.skipped.append(b, "skipped")
	b = c.err.append(b, "error")
	b = c.fail.append(b, "failure")
	for i := range c.flaky {
		b = c.flaky[i].append(b, "flakyFailure")
	}
	for i := range c.rerun {
		b = c.rerun[i].append(b, "rerunFailure")
	}
	if c.systemOut != "" {
		b = append(b, "\n      <system-out>"...)
		b = append(append(b, c.systemOut...), "</system-out>"...)
	}
	if len(b) > empty {
		b = append(b, "\n    "...)
	}
	return append(b, "</testcase>"...)
}

func appendProperties(b []byte, indent string, all []property) []byte {
	if len(all) == 0 {
		return b
	}
	b = append(append(b, indent...), "<properties>"...)
	for _, p := range all {
		b = attr(append(append(b, indent...), "  <property"...), "name", p.name)
		b = append(attr(b, "value", p.value), "></property>"...)
	}
	return append(append(b, indent...), "</properties>"...)
}

// append appends the outcome, or nothing if there is none.
func (o *outcome) append(b []byte, element string) []byte {
	if o == nil {
		return b
	}
	b = attr(append(append(b, "\n      <"...), element...), "message", o.message)
	b = append(optional(b, "type", o.kind), '>')
	return end(append(b, o.body...), element)
}

func (a *attempt) append(b []byte, element string) []byte {
	b = attr(append(append(b, "\n      <"...), element...), "message", a.message)
	b = append(attr(b, "type", a.kind), ">\n        <stackTrace>"...)
	return end(append(append(b, a.stackTrace...), "</stackTrace>\n      "...), element)
}

func end(b []byte, element string) []byte {
	return append(append(append(b, "</"...), element...), '>')
}

// attr appends an attribute.
func attr(b []byte, name, value string) []byte {
	b = append(append(append(b, ' '), name...), `="`...)
	return append(appendEscaped(b, value), '"')
}

// optional appends an attribute unless it is empty.
func optional(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return attr(b, name, value)
}

func number(b []byte, name string, n int) []byte {
	b = append(append(append(b, ' '), name...), `="`...)
	return append(strconv.AppendInt(b, int64(n), 10), '"')
}

// appendEscaped appends the value of an attribute. What XML cannot hold becomes U+FFFD.
func appendEscaped(b []byte, s string) []byte {
	done := 0 // number of bytes of s that are in b
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if escaped := escape(r, size); escaped != "" {
			b = append(append(b, s[done:i]...), escaped...)
			done = i + size
		}
		i += size
	}
	return append(b, s[done:]...)
}

// escape returns what stands for a character of that many bytes in an attribute; empty:
// the character itself.
func escape(r rune, size int) string {
	switch r {
	case '"':
		return "&#34;"
	case '\'':
		return "&#39;"
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '\t':
		return "&#x9;"
	case '\n':
		return "&#xA;"
	case '\r':
		return "&#xD;"
	}
	if !sanitize.InXML(r) || r == utf8.RuneError && size == 1 {
		return "\ufffd"
	}
	return ""
}
