package hub

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestPrintablePath(t *testing.T) {
	for in, want := range map[string]string{
		"":                          "",
		"examples/A 1/run.php":      "examples/A 1/run.php",
		"grüße/例え/пример/🙂.py":      "grüße/例え/пример/🙂.py",
		"e\u0301/x":                 "e\u0301/x", // a combining accent, as macOS writes names
		"全角　空白":                     "全角　空白",
		"100%/a%/%41/a%20b/%0a/%G0": "100%/a%/%41/a%20b/%0a/%G0",
		"a%0A/%FF/%7F/%C3%A9":       "a%250A/%25FF/%257F/%25C3%25A9",
		"%25/%2525/%%FF":            "%2525/%252525/%%25FF",
		"%\xff/%4\xff/%F\n":         "%%FF/%4%FF/%F%0A",
		`back\slash "quoted" $x`:    `back\slash "quoted" $x`,
		"a\nb":                      "a%0Ab",
		"\x1b[31mred\x7f":           "%1B[31mred%7F",
		"\x00":                      "%00",
		"caf\xe9/\xff\xfe":          "caf%E9/%FF%FE",
		"cut \xe2\x82":              "cut %E2%82",
		"\xed\xa0\x80":              "%ED%A0%80", // half of a surrogate pair
		"c1 \u009b":                 "c1 %C2%9B",
		"line\u2028paragraph\u2029": "line%E2%80%A8paragraph%E2%80%A9",
		"evil\u202egpj.sh":          "evil%E2%80%AEgpj.sh",
		"iso\u2066late":             "iso%E2%81%A6late",
		"\ufeffmark":                "%EF%BB%BFmark",
		"no\u00a0break":             "no%C2%A0break",
		"replaced \ufffd":           "replaced \ufffd",
	} {
		assert.Equal(t, want, PrintablePath(in), "%q", in)
	}
}

func FuzzPrintablePath(f *testing.F) {
	for _, s := range []string{"", "a/b.py", "a\nb", "caf\xe9", "%", "%0A", "\u202e", "e\u0301", "\x1b[0m", "\xf0\x9f\x99", "全角　空白"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := PrintablePath(s)
		if !utf8.ValidString(out) {
			t.Errorf("%q: %q is not UTF-8", s, out)
		}
		seen := func(r rune) bool { return unicode.IsPrint(r) || r == '\u3000' }
		for _, r := range out {
			if !seen(r) {
				t.Errorf("%q: %q holds %U", s, out, r)
			}
		}
		if utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !seen(r) || r == '%' }) < 0 && out != s {
			t.Errorf("%q is clean and became %q", s, out)
		}
		if back := RawPath(out); back != s {
			t.Errorf("%q: %q leads back to %q", s, out, back)
		}
		if text := Printable(s); Printable(text) != text || !strings.Contains(s, "%") && text != out {
			t.Errorf("%q: the text is %q", s, text)
		}
	})
}

func TestRawPath(t *testing.T) {
	for _, raw := range []string{"", "a/b.sh", "100%", "%41", "a%20b", "%0A", "%%0A", "%25", "%2525", "\xff\xfe", "a\nb", "\u200b/x", "%zz%", "日本%", "%C3%A9"} {
		assert.Equal(t, raw, RawPath(PrintablePath(raw)), "%q", raw)
	}
}
