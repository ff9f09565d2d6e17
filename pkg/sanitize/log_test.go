package sanitize

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLinesForLog(t *testing.T) {
	in := "::error::x\n\u200b::x\n  ::set-env name=a::b\n--- a\n+++ b\n~~~ c\n^^^ +++\n - -- d\na::b\n"
	assert.Equal(t, ": :error::x\n\u200b: :x\n  : :set-env name=a::b\n --- a\n +++ b\n ~~~ c\n ^^^ +++\n - -- d\na::b\n", string(LinesForLog([]byte(in))))
}

func TestJSONLogWriter(t *testing.T) {
	var b bytes.Buffer
	n, err := JSONLogWriter{&b}.Write([]byte(`{"output":"##vso[x]"}` + "\n"))
	require.NoError(t, err)
	assert.Equal(t, 22, n)
	assert.Equal(t, `{"output":"\u0023\u0023vso[x]"}`+"\n", b.String())
	_, err = JSONLogWriter{brokenWriter{}}.Write([]byte("{}"))
	assert.ErrorIs(t, err, io.ErrClosedPipe)
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// FuzzForLog checks that escaped documents decode to the same text and contain no
// command.
func FuzzForLog(f *testing.F) {
	f.Add("##vso[x]\n::error::y\r--- z")
	f.Add("&#35;\n\u200b+++ <")
	f.Fuzz(func(t *testing.T, s string) {
		s = Text(s) // as reports hold it
		doc, err := json.Marshal(s)
		require.NoError(t, err)
		var back string
		safe := JSONForLog(doc)
		require.NoError(t, json.Unmarshal(safe, &back))
		require.Equal(t, s, back)
		require.NotContains(t, string(safe), "#")

		var body bytes.Buffer
		require.NoError(t, xml.EscapeText(&body, []byte(s)))
		text := strings.ReplaceAll(body.String(), "&#xA;", "\n") // as reports write line ends
		safe = XMLForLog([]byte("<a b=\"" + body.String() + "\">" + text + "</a>"))
		var a struct {
			B    string `xml:"b,attr"`
			Text string `xml:",chardata"`
		}
		require.NoError(t, xml.Unmarshal(safe, &a))
		require.Equal(t, []string{s, s}, []string{a.B, a.Text})
		require.NotContains(t, strings.ReplaceAll(string(safe), "&#", ""), "#")
		for _, l := range append(strings.Split(string(safe), "\n")[1:], strings.Split(string(LinesForLog([]byte(s))), "\n")...) {
			for _, mark := range []string{"::", "---", "+++", "~~~", "^^^"} {
				require.False(t, strings.HasPrefix(l, mark) || mark == "::" && strings.HasPrefix(strings.TrimSpace(l), mark), "%q", l)
			}
		}
	})
}
