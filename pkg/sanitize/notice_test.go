package sanitize

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestNotice(t *testing.T) {
	for in, want := range map[string]string{
		" a \r\n\tb\u2028c  d ":        "a b c d",
		"\x1b[31mred\x1b[0m\x00\u202e": "red",
		"##vso[x]\n#\u200b#[y]":        "# #vso[x] # \u200b#[y]",
		"#\n#[x":                       "# #[x",
		"\xff":                         "\ufffd",
		"0123456789012345678":          "0123456789012345678",
		"01234567890123456789x":        "01234567890123456…",
		"0123456789012345 789x":        "0123456789012345…",
		"0123456789012345é789x":        "0123456789012345…",
	} {
		assert.Equal(t, want, Notice(in, 20), "%q", in)
	}
}

func FuzzNotice(f *testing.F) {
	f.Add("#\u00ad#a\x00[x\r\n::y", 12)
	f.Fuzz(func(t *testing.T, s string, n int) {
		n = 3 + max(n, -n-1)%1000
		got := Notice(s, n)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\r\n\t\x1b\x00") || commandAnywhere.MatchString(visible(got)) {
			t.Fatalf("%q is not safe", got)
		}
		if added := strings.Count(got, "#"); len(got) > n+added {
			t.Fatalf("%q is longer than %d", got, n)
		}
	})
}
