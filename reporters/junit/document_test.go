package junit

import (
	"bytes"
	"encoding/xml"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jstemmer/go-junit-report/v2/junit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Values of attributes are escaped as encoding/xml does.
func FuzzAttribute(f *testing.F) {
	for _, s := range []string{"", "a <b> & \"c\" 'd'", "\t\r\n", "\x00\x1f\x7f\u0085", "\xff\xed\xa0\x80", "\ufffd \ufffe \uffff", "漢字 👩‍👩‍👧 \u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		require.NoError(t, xml.EscapeText(&want, []byte(s)))
		assert.Equal(t, ` n="`+want.String()+`"`, string(attr(nil, "n", s)))
	})
}

// A document of every element, as encoding/xml reads it.
func TestDocument(t *testing.T) {
	doc := document{Testsuites: junit.Testsuites{Name: "hub", Time: "1.500"}, timestamp: "t", countsSkipped: true}
	doc.add(suite{
		Testsuite: junit.Testsuite{
			Name: `a "suite"`, Time: "1.500", Timestamp: "s", Tests: 1, Failures: 1, Errors: 1, Skipped: 1,
			Properties: &[]junit.Property{{Name: "p", Value: "<v>"}},
		},
		at: func(int) testcase {
			return testcase{
				Testcase: junit.Testcase{
					Name: "n&", Classname: "c", Time: "0.100",
					Skipped: &junit.Result{Message: "skip", Data: xmlBody("why & <so>")}, Error: &junit.Result{Message: "m", Type: "k", Data: xmlBody("e")},
					Failure: &junit.Result{}, SystemOut: &junit.Output{Data: xmlBody("out\n")},
				},
				file: "f", timestamp: "u", line: 3, properties: []junit.Property{{Name: "x", Value: "y"}, {Name: "z"}},
				flaky: []attempt{{Message: "m1", Type: "k1", Data: xmlBody("s1\n")}},
				rerun: []attempt{{Message: "m2", Type: "k2", Data: xmlBody("<s2>")}, {Message: "m3", Type: "k3"}},
			}
		},
	})
	var b strings.Builder
	require.NoError(t, doc.write(&b))
	type element struct {
		XMLName  xml.Name
		Attrs    []xml.Attr `xml:",any,attr"`
		Text     string     `xml:",chardata"`
		Elements []element  `xml:",any"`
	}
	var root element
	require.NoError(t, xml.Unmarshal([]byte(b.String()), &root))
	var lines []string
	var list func(e element, indent string)
	list = func(e element, indent string) {
		line := indent + e.XMLName.Local
		for _, a := range e.Attrs {
			line += " " + a.Name.Local + "=" + a.Value
		}
		if len(e.Elements) == 0 {
			line += ":" + strings.ReplaceAll(e.Text, "\n", "|")
		}
		lines = append(lines, line)
		for _, inner := range e.Elements {
			list(inner, indent+" ")
		}
	}
	list(root, "")
	assert.Equal(t, []string{
		"testsuites name=hub time=1.500 tests=1 failures=1 errors=1 skipped=1 timestamp=t",
		` testsuite name=a "suite" tests=1 failures=1 errors=1 time=1.500 timestamp=s skipped=1`,
		"  properties", "   property name=p value=<v>:",
		"  testcase name=n& classname=c time=0.100 file=f line=3 timestamp=u",
		"   properties", "    property name=x value=y:", "    property name=z value=:",
		"   skipped message=skip:why & <so>", "   error message=m type=k:e", "   failure message=:",
		"   flakyFailure message=m1 type=k1", "    stackTrace:s1|",
		"   rerunFailure message=m2 type=k2", "    stackTrace:<s2>", "   rerunFailure message=m3 type=k3", "    stackTrace:",
		"   system-out:out|",
	}, lines)
}

// What go-junit-report knows of a document is written as the library itself writes it.
func TestDocumentsAreThoseOfTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := []string{"", "a", `<&>"'`, "two\nlines", "\x00\ufffe", "漢字"}
	some := func() string { return texts[random.IntN(len(texts))] }
	result := func() *junit.Result {
		if random.IntN(2) == 0 {
			return nil
		}
		return &junit.Result{Message: some(), Type: some()}
	}
	for range 500 {
		doc := document{Testsuites: junit.Testsuites{Name: "hub", Time: "1.000"}, countsSkipped: true}
		want := junit.Testsuites{Name: "hub", Time: "1.000"}
		for range 1 + random.IntN(2) {
			s := junit.Testsuite{Name: some(), Time: "1.000", Timestamp: some()}
			for range random.IntN(3) {
				s.AddProperty(some(), some())
			}
			for range 1 + random.IntN(3) {
				s.AddTestcase(junit.Testcase{Name: some(), Classname: some(), Time: "0.100", Skipped: result(), Error: result(), Failure: result()})
			}
			want.AddSuite(s)
			cases := s.Testcases
			s.Testcases = nil
			doc.add(suite{Testsuite: s, at: func(i int) testcase { return testcase{Testcase: cases[i]} }})
		}
		var got, library strings.Builder
		require.NoError(t, doc.write(&got))
		require.NoError(t, want.WriteXML(&library))
		var ours, theirs junit.Testsuites
		require.NoError(t, xml.Unmarshal([]byte(got.String()), &ours))
		require.NoError(t, xml.Unmarshal([]byte(library.String()), &theirs))
		require.Equal(t, theirs, ours)
	}
}
