package expect_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/expect"
	"github.com/seed-00a9b34c/hub/pkg/hub"
	"github.com/seed-00a9b34c/hub/pkg/seek"
)

func equals(text string) hub.Expect { return hub.Expect{Stdout: hub.ExpectOutput{Equals: &text}} }

func golden(name string) hub.Expect { return hub.Expect{Stdout: hub.ExpectOutput{Golden: name}} }

func unordered(text string) hub.Expect {
	return hub.Expect{Stdout: hub.ExpectOutput{Equals: &text, Unordered: true}}
}

func comment(text string) hub.Expect {
	return hub.Expect{Stdout: hub.ExpectOutput{Equals: &text, FromComment: true}}
}

func TestCheck(t *testing.T) {
	type printed = expect.Printed
	normal := equals("took 1s\n")
	normal.Normalize = builtins(hub.NormalizeDurations)
	broken := equals("x")
	broken.Normalize = hub.Normalizers{{Match: "("}}
	joined := golden("x.out")
	joined.Normalize = hub.Normalizers{{Match: `\n+`, Replace: "\n"}}
	for name, c := range map[string]struct {
		x       hub.Expect
		p       printed
		message string // empty if the expectation holds
		place   string
	}{
		"nothing is expected":       {hub.Expect{}, printed{Text: "x", Dropped: 5}, "", ""},
		"an exit code is no output": {hub.Expect{Exit: hub.ExitCodes{3}}, printed{Text: "x"}, "", ""},
		"line ends":                 {equals("a\nb"), printed{Text: "a \r\nb\n\n"}, "", ""},
		"empty":                     {equals(""), printed{Text: "\n \n"}, "", ""},
		"not empty":                 {equals(""), printed{Text: "x"}, `line 1: expected the end of the output, got "x"`, ""},
		"in the middle":             {equals("a\nb"), printed{Text: "a\nc\n"}, `line 2: expected "b", got "c"`, ""},
		"dropped":                   {equals("a"), printed{Text: "a", Dropped: 3}, "the output cannot be compared: 3 bytes of it were not kept; raise run.output-cap", ""},
		"dropped, golden":           {golden("x"), printed{Golden: "a", Text: "a", Dropped: 3}, "the output cannot be compared: 3 bytes of it were not kept; raise run.output-cap", ""},

		"golden":         {golden("x.out"), printed{Golden: "a\r\n", Text: "a"}, "", ""},
		"golden differs": {golden("x.out"), printed{Golden: "a\nb\n", Text: "a\n", File: "ex/run.sh"}, `x.out, line 2: expected "b", got the end of the output`, "ex/x.out:2"},
		"golden of a folder above": {golden("../want/x.out"), printed{Golden: "a\n", Text: "b\n", File: "ex/run.sh"},
			`../want/x.out, line 1: expected "a", got "b"`, "want/x.out:1"},
		"golden outside of the root": {golden("../../x.out"), printed{Golden: "a\n", Text: "b\n", File: "ex/run.sh"},
			`../../x.out, line 1: expected "a", got "b"`, ""},
		"golden of which lines were joined": {joined, printed{Golden: "a\n\n\nb\n", Text: "a\nc\n", File: "run.sh"},
			`x.out, line 2: expected "b", got "c"`, "x.out:0"},
		"no golden file":    {golden("x.out"), printed{GoldenProblem: "there is none"}, "there is none", ""},
		"equals goes first": {hub.Expect{Stdout: hub.ExpectOutput{Equals: new(string), Golden: "x"}}, printed{GoldenProblem: "there is none", Text: "x"}, `line 1: expected the end of the output, got "x"`, ""},
		"golden and parts":  {hub.Expect{Stdout: hub.ExpectOutput{Golden: "x", Contains: hub.Strings{"b"}}}, printed{Golden: "a", Text: "a"}, `the output does not contain "b"`, ""},

		"normalized":          {normal, printed{Text: "took 77ms"}, "", ""},
		"normalized, and not": {normal, printed{Text: "look 77ms"}, `line 1: expected "took [DURATION]", got "look [DURATION]"`, ""},
		"no expression":       {broken, printed{Text: "x"}, "expect.normalize \"(\": error parsing regexp: missing closing ): `(?m:()`", ""},

		"unordered":             {unordered("b\na\na"), printed{Text: "a\nb\na\n"}, "", ""},
		"unordered, one less":   {unordered("b\na\na"), printed{Text: "a\nb\n"}, `the line "a" is missing, or occurs too few times`, ""},
		"unordered, one more":   {unordered("b\na"), printed{Text: "a\nb\nb\n"}, `the line "b" is not expected, or occurs too many times`, ""},
		"unordered, other line": {unordered("a\nb"), printed{Text: "c\na\n"}, `the line "b" is missing, or occurs too few times`, ""},

		"a comment begins where text does": {comment("a\n b"), printed{Text: "\n\n  a\n b\n\n"}, "", ""},
		"the text itself counts":           {comment("a\nb"), printed{Text: "\n\n  a\n b\n\n"}, `line 2: expected "b", got " b" (whitespace differs: "b", "␣b"; ␣ is a space)`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := expect.Check(c.x, c.p)
			if c.message == "" {
				require.Nil(t, e)
				return
			}
			require.NotNil(t, e)
			assert.Equal(t, hub.ErrOutputMismatch, e.Type)
			assert.Equal(t, c.message, e.Message)
			if place := fmt.Sprintf("%s:%d", e.File, e.Line); place != ":0" || c.place != "" {
				assert.Equal(t, c.place, place)
			}
			assert.Equal(t, strings.Contains(c.message, ": expected") || strings.HasPrefix(c.message, "the line "), e.Diff != "", e.Diff)
		})
	}
}

func TestDiff(t *testing.T) {
	x := golden("x.out")
	diff := func(want, got string) string {
		t.Helper()
		e := expect.Check(x, expect.Printed{Golden: want, Text: got, File: "run.sh"})
		require.NotNil(t, e)
		assert.LessOrEqual(t, len(e.Diff), 9<<10)
		assert.True(t, utf8.ValidString(e.Diff))
		assert.False(t, strings.ContainsFunc(e.Diff, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) }), "%q", e.Diff)
		return e.Diff
	}
	assert.Equal(t, "--- x.out\n+++ output\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", diff("a\nb\nc\n", "a\nB\nc"))
	assert.Equal(t, "--- x.out\n+++ output\n@@ -0,0 +1,1 @@\n+x\n", diff("", "x"))
	assert.Equal(t, "--- x.out\n+++ output\n@@ -1,1 +1,1 @@\n-red\ttab\n+\\x1b[31mred\\x1b[0m\ttab\\u202e\\xff\n", diff("red\ttab", "\x1b[31mred\x1b[0m\ttab\u202e\xff"))

	long := diff("x", strings.Repeat("y", 5000)+"\nz\n")
	assert.Contains(t, long, "\n+"+strings.Repeat("y", 299)+"…\n+z\n")

	var lines strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&lines, "line %d\n", i)
	}
	cut := diff(lines.String(), strings.ReplaceAll(lines.String(), "0", "O"))
	assert.Regexp(t, `\n… \d+ more lines\n$`, cut)
	// Far apart, with everything between them the same.
	far := diff("first\n"+lines.String()+"last\n", "FIRST\n"+lines.String()+"LAST\n")
	assert.Contains(t, far, "-first\n+FIRST\n")
	assert.Contains(t, far, "-last\n+LAST\n")
}

// What must not be there is looked for as what must be.
func TestNot(t *testing.T) {
	for _, c := range []struct {
		is     hub.ExpectOutput
		output string
		want   string // empty: it is as expected
	}{
		{hub.ExpectOutput{NotContains: hub.Strings{"WARN", "ERR\n"}}, "a warning\n", ""},
		{hub.ExpectOutput{NotContains: hub.Strings{"x", "WARN"}}, "a WARN\n", `the output contains "WARN"`},
		{hub.ExpectOutput{NotContains: hub.Strings{"a\r\nb\n"}}, "a\nb", `the output contains "a\nb"`},
		{hub.ExpectOutput{NotMatches: hub.Strings{"^W", `\Ab`}}, "a W\nb\n", ""},
		{hub.ExpectOutput{NotMatches: hub.Strings{"x", "^W"}}, "a\nWARN it\n", `the output matches "^W": "WARN it"`},
		{hub.ExpectOutput{NotMatches: hub.Strings{`(?s)a.b`}}, "a\nb\n", `the output matches "(?s)a.b": "a"`},
		{hub.ExpectOutput{NotMatches: hub.Strings{`^$`}}, "a\n", `the output matches "^$"`},
		{hub.ExpectOutput{NotMatches: hub.Strings{"("}}, "", "expect.stdout.not-matches \"(\": error parsing regexp: missing closing ): `(?m:()`"},
		{hub.ExpectOutput{Contains: hub.Strings{"a"}, NotContains: hub.Strings{"b"}, Matches: hub.Strings{"c"}, NotMatches: hub.Strings{"d"}}, "ac", ""},
		{hub.ExpectOutput{Contains: hub.Strings{"a"}, NotContains: hub.Strings{"b"}, Matches: hub.Strings{"c"}, NotMatches: hub.Strings{"d"}}, "acd", `the output matches "d": "acd"`},
		{hub.ExpectOutput{Contains: hub.Strings{"a"}, NotContains: hub.Strings{"b"}, Matches: hub.Strings{"c"}, NotMatches: hub.Strings{"d"}}, "c", `the output does not contain "a"`},
	} {
		e := expect.Check(hub.Expect{Stdout: c.is}, expect.Printed{Text: c.output})
		if c.want == "" {
			assert.Nil(t, e, "%+v", c.is)
		} else if assert.NotNil(t, e, "%+v", c.is) {
			assert.Equal(t, c.want, e.Message)
		}
	}
	// What was not kept counts as what was; what nobody looked for is not absent.
	is := hub.Expect{Stdout: hub.ExpectOutput{NotContains: hub.Strings{"WARN"}, NotMatches: hub.Strings{"^W"}}}
	cut := expect.Printed{Text: "a", Dropped: 9}
	assert.Contains(t, expect.Check(is, cut).Message, "cannot be decided: 9 bytes")
	cut.Found = &seek.Found{Texts: []bool{false}, Expressions: []seek.Match{{}, {}, {}}}
	assert.Nil(t, expect.Check(is, cut))
	cut.Found = &seek.Found{Texts: []bool{false}, Expressions: []seek.Match{{Found: true, Line: "WHY"}, {}, {}}}
	assert.Equal(t, `the output matches "^W": "WHY"`, expect.Check(is, cut).Message)
	cut.Found = &seek.Found{Texts: []bool{true}, Expressions: []seek.Match{{}, {}, {}}}
	assert.Equal(t, `the output contains "WARN"`, expect.Check(is, cut).Message)
	// Without terminal sequences, not-contains comes before not-matches.
	cut.Found = &seek.Found{Texts: []bool{false}, Expressions: []seek.Match{{}, {Found: true, Line: "a WARN"}, {}}}
	assert.Equal(t, `the output contains "WARN"`, expect.Check(is, cut).Message)
	cut.Found = &seek.Found{Texts: []bool{false}, Expressions: []seek.Match{{}, {}, {Found: true, Line: "WHY"}}}
	assert.Equal(t, `the output matches "^W": "WHY"`, expect.Check(is, cut).Message)
}

func TestGolden(t *testing.T) {
	x := golden("x.out")
	x.Normalize = builtins(hub.NormalizeUUIDs, hub.NormalizePaths)
	p := expect.Printed{Text: "a  \r\n/tmp/x 0f8fad5b-d9cb-469f-a165-70867728950e\n\n", Folders: folders}
	text, err := expect.Golden(x, p)
	require.NoError(t, err)
	assert.Equal(t, "a\n[TMP]/x [UUID]\n", text)
	p.Golden = text
	assert.Nil(t, expect.Check(x, p), "what was written compares equal")

	p.Dropped = 1
	_, err = expect.Golden(x, p)
	require.ErrorContains(t, err, "1 bytes of the output were not kept")
	x.Normalize = hub.Normalizers{{Match: "b", Replace: "bb"}}
	_, err = expect.Golden(x, expect.Printed{Text: "a\nb\n"})
	require.EqualError(t, err, `expect.normalize changes its own result again: line 2: expected "bb", got "bbbb"; change match so that it does not match what replace writes`)
	text, err = expect.Golden(x, expect.Printed{Text: "\n"})
	require.NoError(t, err)
	assert.Empty(t, text)
}

// FuzzCheck checks that a text equals itself under any normalization, that another
// one does not, and that messages and diffs are printable.
func FuzzCheck(f *testing.F) {
	f.Add("a\nb\n", "a\nc\n", true)
	f.Add("", "\x1b[0m", false)
	f.Add("a\xff\n\n\n", "\n a", true)
	f.Add("\x9d", "\x80", true)
	f.Fuzz(func(t *testing.T, want, got string, any bool) {
		x := equals(want)
		x.Stdout.Unordered = any
		require.Nil(t, expect.Check(x, expect.Printed{Text: want}))
		e := expect.Check(x, expect.Printed{Text: got})
		if e == nil {
			return
		}
		require.NotEmpty(t, e.Message)
		require.NotEmpty(t, e.Diff)
		require.True(t, utf8.ValidString(e.Diff))
		require.False(t, strings.ContainsFunc(e.Diff, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }))
	})
}

// A terminal shows a text of which a part is coloured, or that was drawn over.
func TestWhatATerminalShowsIsThere(t *testing.T) {
	coloured := expect.Printed{Text: "ok\n\x1b[31mFatal\x1b[0m error\r      \n"}
	for want, message := range map[*hub.ExpectOutput]string{
		{NotContains: hub.Strings{"x", "Fatal error"}}:  `the output contains "Fatal error"`,
		{NotMatches: hub.Strings{"x", "^Fatal error$"}}: `the output matches "^Fatal error$": "Fatal error"`,
		{NotMatches: hub.Strings{`\x1b\[\d+m`}}:         "the output matches \"\\\\x1b\\\\[\\\\d+m\": \"\\x1b[31mFatal\\x1b[0m error\\r      \"",
		{Contains: hub.Strings{"Fatal error"}}:          `the output does not contain "Fatal error"`,
		{Contains: hub.Strings{"\x1b[31mFatal\x1b[0m"}}: "",
	} {
		got := ""
		if e := expect.Check(hub.Expect{Stdout: *want}, coloured); e != nil {
			got = e.Message
		}
		assert.Equal(t, message, got)
	}
}
