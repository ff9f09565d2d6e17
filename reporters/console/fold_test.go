package console

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"short\n":                                "short\n",
		"":                                       "",
		"✗ failed  one two three four five\n":    "✗ failed  one two\n    three four five\n",
		"   | one two three four five\n":         "   | one two three\n   | four five\n",
		"   a-word-that-is-too-long-here":        "   a-word-that-is-t\n       oo-long-here",
		"Next: hub all --filter=x  more\n":       "Next: hub all\n    --filter=x\n    more\n",
		"\x1b[31mone two three four five\x1b[0m": "\x1b[31mone two three four\n    \x1b[31mfive\x1b[0m",
	} {
		assert.Equal(t, want, fold(in, 19), "%q", in)
	}
	assert.Equal(t, "anything", fold("anything", 0))
}

func FuzzFold(f *testing.F) {
	f.Add("   | one two three\n", 10)
	f.Add("日本語 👩‍👩‍👧 x\n\x1b[31m| y z\x1b[0m", 3)
	f.Fuzz(func(t *testing.T, text string, columns int) {
		if columns < 2 || columns > 300 || strings.ContainsAny(text, "\t\r\x00\x07\x08\x0b\x0c\u0085\u009b\u2028") {
			return
		}
		for line := range strings.SplitSeq(fold(text, columns), "\n") {
			if w := ansi.StringWidth(line); w > columns {
				t.Fatalf("%q has %d columns of %d", line, w, columns)
			}
		}
	})
}
