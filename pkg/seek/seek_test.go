package seek

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

func compile(patterns ...string) (out []*regexp.Regexp) {
	for _, p := range patterns {
		out = append(out, regexp.MustCompile("(?m:"+p+")"))
	}
	return out
}

// look searches a text that comes in pieces of a size.
func look(t testing.TB, o Options, text string, size int) Found {
	t.Helper()
	s := New(o)
	for text != "" {
		n := min(len(text), size)
		piece := []byte(text[:n])
		_, err := s.Write(piece)
		require.NoError(t, err)
		for i := range piece {
			piece[i] = 'X' // a Writer must not keep what it is given
		}
		text = text[n:]
	}
	return s.End()
}

func normal(text string, bare bool) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if bare {
		text = ansi.Strip(text)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if bare {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	return text
}

func TestFound(t *testing.T) {
	flood := strings.Repeat("some of a flood of output\n", 3_000) // more than a block
	for name, c := range map[string]struct {
		text, pattern string
		want          Match
	}{
		"in the midst":               {flood + "a needle here\n" + flood, "needle", Match{true, "a needle here"}},
		"nowhere":                    {flood, "needle", Match{}},
		"over lines":                 {flood + "begin\nmiddle\nend\n" + flood, `(?s:begin.*?end)`, Match{true, "begin"}},
		"over many lines":            {"begin\n" + flood + "end\n", `(?s:begin.*end)`, Match{Found: true}},
		"over lines, in that order":  {"end\n" + flood + "begin\n", `(?s:begin.*end)`, Match{}},
		"at a line":                  {flood + "x\n" + flood, `^x$`, Match{true, "x"}},
		"not at a line":              {flood + "xx\n" + flood, `^x$`, Match{}},
		"begin of the text":          {"x\n" + flood, `\Ax$`, Match{true, "x"}},
		"not the begin of the text":  {flood + "x\n", `\Ax$`, Match{}},
		"end of the text":            {flood + "x", `^x\z`, Match{true, "x"}},
		"not the end of the text":    {flood + "x\n", `^x\z`, Match{}},
		"empty line at the end":      {flood, `^$`, Match{true, ""}},
		"no empty line":              {flood + "x", `^$`, Match{}},
		"white space that may be \n": {flood + "a\n  b\n" + flood, `a\s+b`, Match{true, "a"}},
		"nothing printed":            {"", `^$`, Match{true, ""}},
		"nothing printed, any":       {"", `(?s:\A.*\z)`, Match{true, ""}},
		"in a long line":             {strings.Repeat("x", 100_000) + "needle" + strings.Repeat("y", 100_000), "needle", Match{true, ""}},
		"at the end of a long line":  {strings.Repeat("x", 100_000) + "needle\n" + flood, "needle$", Match{true, ""}},
		"not at its end":             {strings.Repeat("x", 100_000) + "needle,\n" + flood, "needle$", Match{}},
		"after a long line":          {strings.Repeat("x", 100_000) + "\nneedle\n" + flood, "^needle$", Match{true, "needle"}},
	} {
		for _, size := range []int{1, 7, 4096, 1 << 20} {
			if size < 10 && len(c.text) > 100 {
				size += 500 // each piece is handed to another goroutine
			}
			got := look(t, Options{Expressions: compile(c.pattern)}, c.text, size).Expressions[0]
			if c.want.Line == "" && strings.Contains(name, "long line") { // some of it
				assert.LessOrEqual(t, len(got.Line), 4*maxRecent)
				got.Line = ""
			}
			assert.Equal(t, c.want, got, "%s, in pieces of %d", name, size)
		}
	}
}

func TestTexts(t *testing.T) {
	part := strings.Repeat("x", 100_000)
	o := Options{Texts: []string{"", "needle", "a\nb", "missing", strings.Repeat("x", 100_001)}}
	for _, size := range []int{1, 3, 5, 6, 4096, 1 << 20} {
		assert.Equal(t, []bool{true, true, true, false, false}, look(t, o, part+"needle"+part+"a\r\nb", size).Texts, "%d", size)
	}
	assert.Equal(t, []bool{true, false}, look(t, Options{Texts: []string{"", "x"}}, "", 1).Texts)
}

func TestBare(t *testing.T) {
	for text, want := range map[string]string{
		"a PHP \x1b[31mFatal\x1b[0m error: x\nb":  "a PHP Fatal error: x",
		"10%\rPHP Fatal error: x\r20%\n":          "PHP Fatal error: x",
		"\x1b]0;title\x07PHP Fatal error: x\r\nb": "PHP Fatal error: x",
	} {
		for _, size := range []int{1, 2, 1000} {
			assert.Equal(t, []Match{{true, want}}, look(t, Options{Expressions: compile("PHP Fatal"), Bare: true}, text, size).Expressions)
		}
	}
}

// FuzzSearch: a stream holds what its text holds, in whatever pieces it comes,
// before and after more than is kept of a line.
func FuzzSearch(f *testing.F) {
	for _, s := range [][3]string{
		{"needle", "xxneedlexx", "ee"}, {`^a\s*b$`, "a\r\nb\n", "\n"}, {`(?s:a.*b)`, "a\n\nb", "a"}, {`\Aa|b\z`, "xb\n", ""}, {`^$`, "a\nb", "\r"},
		{`a\b`, "a\nb", "\xff"}, {`[^x]y`, "x\ny", "\ufffd"}, {`(?i:É)`, "\xc3\xa9\xc3", "\xc3"}, {"(?-m:^a$)", "b\na\nb", "a\nb"},
	} {
		f.Add(s[0], s[1], s[2], 2, true)
		f.Add(s[0], s[1], s[2], 1, false)
	}
	f.Fuzz(func(t *testing.T, pattern, text, sought string, size int, bare bool) {
		re, err := regexp.Compile("(?m:" + pattern + ")")
		if err != nil || len(pattern) > 100 {
			return
		}
		sought = normal(sought, false)
		size = max(1, min(size, 1<<20))
		for _, text := range []string{text, text + strings.Repeat("z", maxBlock+1) + text} {
			whole := normal(text, bare)
			got := look(t, Options{Texts: []string{sought}, Expressions: []*regexp.Regexp{re}, Bare: bare}, text, size)
			require.Equal(t, strings.Contains(whole, sought), got.Texts[0], "%q in %q", sought, whole)
			require.Equal(t, re.MatchString(whole), got.Expressions[0].Found, "%q in %q", pattern, whole)
			size = max(size, 512) // the long one takes a while
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	chunk := []byte(strings.Repeat("level=info msg=\"request done\" status=200 path=/api/v1/items took=12ms\n", 900))[:32<<10]
	for name, o := range map[string]Options{
		"text": {Texts: []string{"needle"}}, "line": {Expressions: compile("^PHP Fatal error")},
		"class": {Expressions: compile(`^\d+ tests? failed`)}, "stream": {Expressions: compile(`(?s:needle.*pin)`)},
		"bare": {Expressions: compile("^PHP Fatal error"), Bare: true},
	} {
		b.Run(name, func(b *testing.B) {
			s := New(o)
			b.SetBytes(int64(len(chunk)))
			for b.Loop() {
				_, _ = s.Write(chunk)
			}
			s.End()
		})
	}
}
