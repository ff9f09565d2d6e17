package sanitize

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestTitle(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		" \n\u2028":                      "",
		"  Hello,\t\u00a0 world \r\n":    "Hello, world",
		"a\x00b\x1bc\u0080d\u202ee\xfff": "abcdef",
		strings.Repeat("é ", 200):        strings.TrimSpace(strings.Repeat("é ", 200)),
		strings.Repeat("é", 201):         strings.Repeat("é", 200) + "…",
	} {
		assert.Equal(t, want, Title(in), "%q", in)
	}
}

func FuzzTitle(f *testing.F) {
	f.Add(" a\u2028\xffb\u202ec\x1b[0m")
	f.Fuzz(func(t *testing.T, s string) {
		title := Title(s)
		if !utf8.ValidString(title) || strings.ContainsFunc(title, unicode.IsControl) || strings.ContainsFunc(title, reorders) ||
			strings.Join(strings.Fields(title), " ") != title {
			t.Fatalf("%q of %q", title, s)
		}
		if again := Title(title); again != title && !strings.HasSuffix(title, "…") {
			t.Fatalf("%q becomes %q", title, again)
		}
	})
}
