package sample

import (
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// JUnit is a JUnit document as a reader sees it, independent of the writer's types.
type JUnit struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Attrs    []xml.Attr   `xml:",any,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []JUnitSuite `xml:"testsuite"`
}

// JUnitSuite is one suite of it.
type JUnitSuite struct {
	Name      string       `xml:"name,attr"`
	Attrs     []xml.Attr   `xml:",any,attr"`
	Tests     int          `xml:"tests,attr"`
	Failures  int          `xml:"failures,attr"`
	Errors    int          `xml:"errors,attr"`
	Skipped   int          `xml:"skipped,attr"`
	Time      string       `xml:"time,attr"`
	Timestamp string       `xml:"timestamp,attr"`
	Cases     []JUnitCase  `xml:"testcase"`
	Nested    []JUnitSuite `xml:"testsuite"`
}

// JUnitCase is one case of it.
type JUnitCase struct {
	Name       string          `xml:"name,attr"`
	Class      string          `xml:"classname,attr"`
	File       string          `xml:"file,attr"`
	Line       int             `xml:"line,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr"`
	Failure    []JUnitOutcome  `xml:"failure"`
	Error      []JUnitOutcome  `xml:"error"`
	Skipped    []JUnitOutcome  `xml:"skipped"`
	Flaky      []JUnitAttempt  `xml:"flakyFailure"`
	Rerun      []JUnitAttempt  `xml:"rerunFailure"`
	SystemOut  []string        `xml:"system-out"`
	Properties []JUnitProperty `xml:"properties>property"`
}

// JUnitOutcome is a failure, an error or a skip.
type JUnitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Body    string `xml:",chardata"`
}

// JUnitAttempt is an attempt before the deciding one.
type JUnitAttempt struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Stack   string `xml:"stackTrace"`
}

// JUnitProperty is a property of a case.
type JUnitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// Totals returns the tests, failures, errors and skips.
func (d *JUnit) Totals() [4]int { return [4]int{d.Tests, d.Failures, d.Errors, d.Skipped} }

// Find returns the case of that name; nil when there is none.
func (d *JUnit) Find(name string) *JUnitCase {
	for s := range d.Suites {
		for c := range d.Suites[s].Cases {
			if d.Suites[s].Cases[c].Name == name {
				return &d.Suites[s].Cases[c]
			}
		}
	}
	return nil
}

// ParseJUnit reads a document strictly and checks what must hold of every one.
func ParseJUnit(t testing.TB, text string) *JUnit {
	t.Helper()
	require.True(t, strings.HasPrefix(text, xml.Header))
	require.True(t, utf8.ValidString(text))
	dec := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
	var doc JUnit
	require.NoError(t, xml.Unmarshal([]byte(text), &doc))
	var sum [4]int
	seconds := regexp.MustCompile(`^\d+\.\d{3}$`)
	keys := map[string]bool{}
	for _, s := range doc.Suites {
		require.Empty(t, s.Nested)
		var own [4]int
		require.Regexp(t, seconds, s.Time)
		require.NotEmpty(t, s.Name)
		for _, c := range s.Cases {
			own[0]++
			own[1] += len(c.Failure)
			own[2] += len(c.Error)
			own[3] += len(c.Skipped)
			require.LessOrEqual(t, len(c.Failure)+len(c.Error)+len(c.Skipped), 1, "one outcome a case")
			require.Regexp(t, seconds, c.Time)
			require.NotEmpty(t, c.Name)
			require.NotEmpty(t, c.Class)
			require.GreaterOrEqual(t, c.Line, 1)
			for _, key := range []string{c.Name, c.Class, c.File, s.Name} {
				require.Less(t, len(key), 1000)
			}
			for _, o := range append(append(append([]JUnitOutcome{}, c.Failure...), c.Error...), c.Skipped...) {
				require.NotEmpty(t, o.Message)
				first, _, _ := strings.Cut(o.Body, "\n")
				require.Equal(t, o.Message, first, "the message is the body's first line")
			}
			for _, a := range append(append([]JUnitAttempt{}, c.Flaky...), c.Rerun...) {
				require.Regexp(t, `^hub\.[\w.-]+$`, a.Type)
				require.NotEmpty(t, a.Stack)
			}
			for _, out := range c.SystemOut {
				require.LessOrEqual(t, len(out), 64<<10)
			}
			key := c.Class + "\x00" + c.Name
			require.False(t, keys[key], "two cases are %q", key)
			keys[key] = true
		}
		require.Equal(t, own, [4]int{s.Tests, s.Failures, s.Errors, s.Skipped}, "Totals of suite %s", s.Name)
		for i := range sum {
			sum[i] += own[i]
		}
	}
	require.Equal(t, sum, doc.Totals(), "Totals of the whole")
	for _, name := range []string{"tests", "failures", "errors", "skipped"} {
		require.Regexp(t, `<testsuites [^>]*\b`+name+`="\d+"`, text)
	}
	return &doc
}

// Tally is what a reader of JUnit should count of a run that was interrupted.
type Tally struct{ Tests, Passed, Failures, Errors, Skipped int }

// TallyOf counts the results of a run.
func TallyOf(run *hub.Run) Tally {
	n := Tally{Tests: len(run.Plan)}
	for i := range run.Results {
		res := &run.Results[i]
		switch {
		case res.Status == hub.StatusCompleted:
			n.Passed++
		case res.Status == hub.StatusSkipped, res.AllowedFailure != nil:
			n.Skipped++
		case res.Status == hub.StatusError && !res.Error.Type.CouldNotRun():
			n.Failures++
		default:
			n.Errors++
		}
	}
	return n
}
