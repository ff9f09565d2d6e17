package junit

import (
	"encoding/xml"

	"github.com/jstemmer/go-junit-report/v2/junit"
)

// The types embed those of go-junit-report, for its attributes and totals. Fields here
// override fields of the same XML name there, since encoding/xml prefers the shallower
// one: totals that are written even if zero, bodies from our own escaper, and newer parts
// of the format: file and line, timestamps, properties, the attempts of Surefire.

type document struct {
	XMLName xml.Name `xml:"testsuites"`
	junit.Testsuites
	Tests     int     `xml:"tests,attr"`
	Failures  int     `xml:"failures,attr"`
	Errors    int     `xml:"errors,attr"`
	Skipped   *int    `xml:"skipped,attr,omitempty"` // nil: the dialect has none
	Timestamp string  `xml:"timestamp,attr,omitempty"`
	Suites    []suite `xml:"testsuite"`
}

type suite struct {
	junit.Testsuite
	// ID is always empty: it would be a position, and some readers use it as a key.
	ID        string `xml:"id,attr,omitempty"`
	Skipped   int    `xml:"skipped,attr"`
	Testcases cases  `xml:"testcase"`
}

// cases creates the elements of a suite one at a time while the document is written, so
// that copies of the outputs are never all in memory.
type cases struct {
	count int
	at    func(i int) testcase
}

// MarshalXML implements xml.Marshaler.
func (c cases) MarshalXML(enc *xml.Encoder, start xml.StartElement) error {
	for i := range c.count {
		if err := enc.EncodeElement(c.at(i), start); err != nil {
			return err
		}
	}
	return nil
}

type testcase struct {
	junit.Testcase
	File       string      `xml:"file,attr,omitempty"`
	Line       int         `xml:"line,attr,omitempty"`
	Timestamp  string      `xml:"timestamp,attr,omitempty"`
	Properties *properties `xml:"properties"`
	Skipped    *result     `xml:"skipped"`
	Error      *result     `xml:"error"`
	Failure    *result     `xml:"failure"`
	Flaky      []attempt   `xml:"flakyFailure"`
	Rerun      []attempt   `xml:"rerunFailure"`
	SystemOut  *element    `xml:"system-out"`
}

type properties struct {
	Properties []junit.Property `xml:"property"`
}

type result struct {
	junit.Result
	Body string `xml:",innerxml"`
}

type element struct {
	Body string `xml:",innerxml"`
}

type attempt struct {
	Message    string  `xml:"message,attr"`
	Type       string  `xml:"type,attr"`
	StackTrace element `xml:"stackTrace"`
}
