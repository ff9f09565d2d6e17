package ansi

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShown(t *testing.T) {
	updates := func(update string) string {
		var b strings.Builder
		for i := range 5000 {
			fmt.Fprintf(&b, update, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct{ in, want string }{
		"nothing":                  {"", ""},
		"plain":                    {"a\tb\nc \n", "a\tb\nc \n"},
		"no UTF-8, nothing drawn":  {"a\xffb", "a\xffb"},
		"line ends":                {"a\r\nb\r\n", "a\r\nb\r\n"},
		"colours":                  {"\x1b[31ma\x1b[0m\x1b[K\nb", "\x1b[31ma\x1b[0m\x1b[K\nb"},
		"title":                    {"\x1b]0;t\ab", "\x1b]0;t\ab"},
		"overwritten":              {"aaa\rbb", "bba"},
		"a return alone":           {"aaa\r", "aaa"},
		"two returns":              {"aaa\r\r\nb", "aaa\nb"},
		"backspace":                {"abc\b\bX", "aXc"},
		"backspace at the begin":   {"\b\bab", "ab"},
		"bold by overstriking":     {"a\bab\bb\n", "ab\n"},
		"spinner":                  {"|\b/\b-\b\\\bdone\n", "done\n"},
		"erased":                   {"10%\r\x1b[Kdone\n", "done\n"},
		"erased with blanks":       {"10%\r   \rok\n", "ok \n"},
		"erased whole":             {"10%\x1b[2K\rok\n", "ok\n"},
		"erased to the begin":      {"abc\b\x1b[1Kd", "  d"},
		"progress":                 {"start\n" + updates("\rprogress %d") + "\nERROR: disk full\n", "start\nprogress 4999\nERROR: disk full\n"},
		"progress after an error":  {"ERROR: disk full\n" + updates("\rprogress %d"), "ERROR: disk full\nprogress 4999"},
		"two bars redrawn":         {"ERROR\na\nb\n" + updates("\x1b[2A\x1b[2Ka %d\n\x1b[2Kb\n"), "ERROR\na 4999\nb\n"},
		"bars redrawn by line":     {"a\nb\n" + updates("\x1b[2F\x1b[0Ja %d\nb\n"), "a 4999\nb\n"},
		"up beyond the first row":  {"a\nb\x1b[99A\rX\n", "X\nb"},
		"down stays on the screen": {"a\x1b[9Bb", "ab"},
		"column":                   {"abcdef\x1b[3GX", "abXdef"},
		"right of the end":         {"a\x1b[3Cb", "a   b"},
		"erased characters":        {"abcdef\r\x1b[2X", "  cdef"},
		"deleted characters":       {"abcdef\r\x1b[2P", "cdef"},
		"inserted blanks":          {"abc\r\x1b[2@", "  abc"},
		"inserted line":            {"a\nb\r\x1b[Lc", "a\nc\nb"},
		"deleted line":             {"a\nb\nc\x1b[A\x1b[M", "a\nc\n"},
		"saved cursor":             {"a\x1b7\nb\x1b8c\n", "ac\nb"},
		"cleared for the first":    {"ERROR\n\x1b[2J\x1b[Hframe 1\n\x1b[2J\x1b[Hframe 2\n", "ERROR\nframe 2\n"},
		"home, over and over":      {"ERROR\n" + updates("\x1b[Hframe %d\n"), "ERROR\nframe 4999\n"},
		"reset":                    {"a\x1bcb", "a\nb"},
		"colours survive":          {"\x1b[31mred\x1b[0m\r\x1b[1mR\x1b[0m\n", "\x1b[0;1mR\x1b[0;31med\x1b[0m\n"},
		"colour over lines":        {"\x1b[32ma\nb\rc", "\x1b[0;32ma\x1b[0m\n\x1b[0;32mc\x1b[0m\x1b[0;32m"},
		"tab stays":                {"a\tb\rx", "x\tb"},
		"tab in the way":           {"a\tb\r\x1b[3Cx", "a  x    b"},
		"tab passes over":          {"abcdefghij\r\tX", "abcdefghXj"},
		"wide":                     {"日本\rx", "x 本"},
		"wide cut":                 {"日本\x1b[2Gx", " x本"},
		"accent":                   {"e\u0301a\b\bi", "ia"},
		"accent of another line":   {"a\r\u0301b", "\u0301b"},
		"controls":                 {"a\x00\a\x7fb\rc", "cb"},
		"no UTF-8":                 {"a\xffb\rc", "c\ufffdb"},
		"long line":                {strings.Repeat("x", 2500) + "\rERROR", strings.Repeat("x", 2000) + "ERROR" + strings.Repeat("x", 495)},
		"too far up":               {strings.Repeat("a\n", 150) + "\x1b[140AX\n", strings.Repeat("a\n", 51) + "X\n" + strings.Repeat("a\n", 98)},
		"private mode is passed":   {"\x1b[?25la\rb", "b"},
		"cut off":                  {"a\rb\x1b[3", "b"},
	} {
		got := Shown(c.in)
		assert.Equal(t, c.want, got, name)
		assert.Equal(t, got, Shown(got), "%s, twice", name)
	}
}

func screened(s string, size int) string {
	var b strings.Builder
	sc := NewScreen(&b)
	for s != "" {
		n := min(len(s), size)
		piece := []byte(s[:n])
		if _, err := sc.Write(piece); err != nil {
			panic(err)
		}
		for i := range piece {
			piece[i] = 'X' // a Writer must not retain the slice
		}
		s = s[n:]
	}
	if err := sc.Flush(); err != nil {
		panic(err)
	}
	return b.String()
}

// Text that moves no cursor is unchanged, whatever its length and pieces.
func TestScreenPassesOn(t *testing.T) {
	text := strings.Repeat("a line of \x1b[31mplain\x1b[0m text\r\n", 6_000) + "é\u009b1mx\xff" + strings.Repeat("x", 200_000) + "\n\n"
	for _, size := range []int{1, 7, 4096, 1 << 20} {
		require.True(t, text == screened(text, size), "in pieces of %d", size)
	}
}

// A flood of updates between floods of lines becomes one line, in bounded memory.
func TestScreenIsBounded(t *testing.T) {
	var b strings.Builder
	sc := NewScreen(&b)
	lines := strings.Repeat("plain\n", 100_000)
	for piece := range strings.SplitAfterSeq(lines, "\n") {
		_, _ = sc.Write([]byte(piece))
	}
	for i := range 100_000 {
		_, _ = fmt.Fprintf(sc, "\r\x1b[K%d of 100000", i)
	}
	_, _ = sc.Write([]byte("\n" + lines))
	assert.Less(t, cap(sc.raw)+cap(sc.rest), 8*maxRaw)
	assert.False(t, sc.drawing, "changed rows are out of reach")
	require.NoError(t, sc.Flush())
	assert.True(t, lines+"99999 of 100000\n"+lines == b.String())

	b.Reset()
	sc = NewScreen(&b)
	for range 2000 { // wide rows, cursor movements and inserted rows
		_, _ = sc.Write([]byte("\r" + strings.Repeat("é\u0301", 1500) + "\x1b[99A\x1b[50L\x1b[100B\x1b[999@\n"))
		require.LessOrEqual(t, len(sc.canvas.rows), 2*screenRows)
	}
	cells := 0
	for _, r := range sc.canvas.rows {
		cells += len(r.cells)
	}
	assert.Less(t, cells, 4*screenCells)
}

// FuzzShown checks that the result moves no cursor, that the pieces of the input make no
// difference, and that plain text is unchanged.
func FuzzShown(f *testing.F) {
	for _, s := range []string{
		"plain\n", "a\rb", "a\b\bc\x1b[31md", "\x1b[2J\x1b[Hx\x1b[3;4Hy", "日本\rx\x1b[2@\x1b[P", "a\tb\r\x1b[3Cx", "a\n\n\x1b[2A\x1b[M\x1b[2Lq\x1b7\x1b[J\x1b8z",
		"\r\u0090¢", "e\u0301\b\u0301\u009b2Kx", "\x1b]0;t", "a\xff\r\xc3", "\x1b[1K\x1bM\x1bDx\x1bEy\x1bcz",
	} {
		f.Add(s, 1)
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, size int) {
		got := Shown(s)
		if draws(got) {
			t.Fatalf("%q draws", got)
		}
		if !draws(s) && got != s {
			t.Fatalf("changed: %q", got)
		}
		if got != s && !utf8.ValidString(got) {
			t.Fatalf("not valid: %q", got)
		}
		valid := strings.ToValidUTF8(s, "?")
		// Unchanged text is passed on with its control characters.
		require.Equal(t, bare(Shown(valid)), bare(screened(valid, max(1, size))), "%q", s)
	})
}

func bare(s string) string {
	s = strings.ReplaceAll(Strip(s), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u0085':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t', 0x7f <= r && r < 0xa0:
			return -1
		}
		return r
	}, s)
}

func BenchmarkShown(b *testing.B) {
	for name, unit := range map[string]string{
		"plain": "level=info msg=\"request done\" status=200 took=12ms\n", "colour": "\x1b[32mok\x1b[0m test number one passed\n", "crlf": "a line of text\r\n",
		"progress": "\r\x1b[K 45% [=======>         ] 12 MB/s",
	} {
		b.Run(name, func(b *testing.B) {
			chunk := []byte(strings.Repeat(unit, 32<<10/len(unit)))
			sc := NewScreen(discard{})
			b.SetBytes(int64(len(chunk)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = sc.Write(chunk)
			}
		})
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
