package junit

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

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
	doc := document{seconds: "1.500", timestamp: "t", countsSkipped: true}
	doc.add(suite{
		name: `a "suite"`, seconds: "1.500", timestamp: "s", tests: 1, failures: 1, errors: 1, skipped: 1,
		properties: []property{{"p", "<v>"}},
		at: func(int) testcase {
			return testcase{
				name: "n&", class: "c", seconds: "0.100", file: "f", timestamp: "u", line: 3, properties: []property{{"x", "y"}, {"z", ""}},
				skipped: &outcome{message: "skip", body: xmlBody("why & <so>")}, err: &outcome{message: "m", kind: "k", body: xmlBody("e")},
				fail:  &outcome{body: ""},
				flaky: []attempt{{"m1", "k1", xmlBody("s1\n")}}, rerun: []attempt{{"m2", "k2", xmlBody("<s2>")}, {"m3", "k3", ""}},
				systemOut: xmlBody("out\n"),
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
