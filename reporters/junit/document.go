package junit

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/seed-00a9b34c/hub/pkg/sanitize"
)

// The types below are those of go-junit-report, with what the format has gained since:
// file and line, timestamps, properties of cases, the attempts of Surefire. Their methods
// append them as XML, indented by two spaces a level. Texts of elements are escaped
// already ([xmlBody]), values of attributes are not.
//
// Note: encoding/xml takes ten times as long for the same bytes, which is most of what a
// run of thousands of examples does after its last one. A test compares the two.

// document has no suites in its [junit.Testsuites].
type document struct {
	junit.Testsuites
	timestamp     string // empty: none
	countsSkipped bool   // the dialect has the count of skipped cases
	suites        []suite
}

// suite has no cases in its [junit.Testsuite], and its ID is not written: that would be a
// position, and some readers use it as a key.
type suite struct {
	junit.Testsuite
	// at creates a case. Cases are created one at a time while the document is written,
	// so that copies of the outputs are never all in memory.
	at func(i int) testcase
	// size is where the bytes of a case are kept if they are known; nil: nowhere.
	size func(i int) *int32
}

type testcase struct {
	junit.Testcase
	file, timestamp string // empty: none
	line            int    // 0: none
	properties      []junit.Property
	flaky, rerun    []attempt
	unbounded       bool
}

// attempt is an attempt before the deciding one. The data of its result is the stack
// trace.
type attempt junit.Result

// flushAt is the number of bytes after which a document is passed on.
const flushAt = 64 << 10

// write writes the document. The error is the first of w.
func (d *document) write(w io.Writer) error {
	b := make([]byte, 0, flushAt+(16<<10))
	gauge, _ := w.(*gauge)
	b = append(b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<testsuites"...)
	b = attr(b, "name", d.Name)
	b = attr(b, "time", d.Time)
	b = number(b, "tests", d.Tests)
	b = number(b, "failures", d.Failures)
	b = number(b, "errors", d.Errors)
	if d.countsSkipped {
		b = number(b, "skipped", d.Skipped)
	}
	b = append(optional(b, "timestamp", d.timestamp), '>')
	for i := range d.suites {
		s := &d.suites[i]
		b = s.begin(b)
		for n := range s.Tests {
			size := s.known(n)
			if gauge != nil && *size > 0 {
				if gauge.size += int(*size); gauge.size > gauge.limit {
					return errTooLarge
				}
				continue
			}
			c, begin := s.at(n), len(b)
			if b = c.append(b); c.unbounded {
				*size = int32(len(b) - begin)
			}
			if len(b) >= flushAt {
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

// known returns where the size of a case is kept.
func (s *suite) known(i int) *int32 {
	if s.size == nil {
		return new(int32)
	}
	return s.size(i)
}

// begin appends the beginning of the suite, up to its cases.
func (s *suite) begin(b []byte) []byte {
	b = attr(append(b, "\n  <testsuite"...), "name", s.Name)
	b = number(b, "tests", s.Tests)
	b = number(b, "failures", s.Failures)
	b = number(b, "errors", s.Errors)
	b = attr(b, "time", s.Time)
	b = optional(b, "timestamp", s.Timestamp)
	b = append(number(b, "skipped", s.Skipped), '>')
	if s.Properties != nil {
		b = appendProperties(b, "\n    ", *s.Properties)
	}
	return b
}

func (c *testcase) append(b []byte) []byte {
	b = attr(append(b, "\n    <testcase"...), "name", c.Name)
	b = attr(b, "classname", c.Classname)
	b = attr(b, "time", c.Time)
	b = optional(b, "file", c.file)
	if c.line != 0 {
		b = number(b, "line", c.line)
	}
	b = append(optional(b, "timestamp", c.timestamp), '>')
	empty := len(b)
	b = appendProperties(b, "\n      ", c.properties)
	b = appendResult(b, "skipped", c.Skipped)
	b = appendResult(b, "error", c.Error)
	b = appendResult(b, "failure", c.Failure)
	for i := range c.flaky {
		b = c.flaky[i].append(b, "flakyFailure")
	}
	for i := range c.rerun {
		b = c.rerun[i].append(b, "rerunFailure")
	}
	if c.SystemOut != nil {
		b = append(b, "\n      <system-out>"...)
		b = append(append(b, c.SystemOut.Data...), "</system-out>"...)
	}
	if len(b) > empty {
		b = append(b, "\n    "...)
	}
	return append(b, "</testcase>"...)
}

func appendProperties(b []byte, indent string, all []junit.Property) []byte {
	if len(all) == 0 {
		return b
	}
	b = append(append(b, indent...), "<properties>"...)
	for _, p := range all {
		b = attr(append(append(b, indent...), "  <property"...), "name", p.Name)
		b = append(attr(b, "value", p.Value), "></property>"...)
	}
	return append(append(b, indent...), "</properties>"...)
}

// appendResult appends a result, or nothing if there is none.
func appendResult(b []byte, element string, r *junit.Result) []byte {
	if r == nil {
		return b
	}
	b = attr(append(append(b, "\n      <"...), element...), "message", r.Message)
	b = append(optional(b, "type", r.Type), '>')
	return end(append(b, r.Data...), element)
}

func (a *attempt) append(b []byte, element string) []byte {
	b = attr(append(append(b, "\n      <"...), element...), "message", a.Message)
	b = append(attr(b, "type", a.Type), ">\n        <stackTrace>"...)
	return end(append(append(b, a.Data...), "</stackTrace>\n      "...), element)
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
	// A bit for each ASCII character that is always written as it is, up to '?' and above.
	ordinary := [2]uint64{^uint64(1<<' '-1) &^ (1<<'"' | 1<<'\'' | 1<<'&' | 1<<'<' | 1<<'>'), 1<<63 - 1}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && ordinary[c>>6]>>(c&63)&1 != 0 {
			i++
			continue
		}
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
