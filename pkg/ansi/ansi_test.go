package ansi

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestStrip(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"none", "plain [31m text", "plain [31m text"},
		{"colour", "a\x1b[31mb\x1b[0mc", "abc"},
		{"parameters", "a\x1b[38;2;1;2;3mb\x1b[?25lc", "abc"},
		{"cursor", "a\x1b[2K\x1b[1;1Hb", "ab"},
		{"title by BEL", "a\x1b]0;evil\ab", "ab"},
		{"title by ST", "a\x1b]0;evil\x1b\\b", "ab"},
		{"link", "\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", "text"},
		{"DCS", "a\x1bPq#0;1\x1b\\b", "ab"},
		{"APC PM SOS", "\x1b_x\x1b\\a\x1b^y\x1b\\b\x1bXz\x1b\\c", "abc"},
		{"charset", "a\x1b(Bb\x1b)0c", "abc"},
		{"reset", "a\x1bcb\x1b7c\x1b=d", "abcd"},
		{"C1 CSI", "a\u009b31mb", "ab"},
		{"C1 OSC", "a\u009d0;t\u009cb", "ab"},
		{"lone ST", "a\u009cb", "ab"},
		{"cut CSI", "a\x1b[3", "a"},
		{"cut ESC", "a\x1b", "a"},
		{"cut title", "a\x1b]0;ti", "a"},
		{"cut title, next line", "a\x1b]0;ti\nb", "a\nb"},
		{"CSI broken by a newline", "a\x1b[3\nb", "a\nb"},
		{"CSI broken by a letter that is none", "a\x1b[3éb", "aéb"},
		{"ESC before ESC", "a\x1b\x1b[31mb", "ab"},
		{"ESC in a title", "a\x1b]0;t\x1b[31mb", "ab"},
		{"nested", "\x1b[\x1b[31m31mx", "31mx"},
		{"ESC before a character", "\x1bé", "é"},
		{"bytes that would join", "a\xc2\x1b[m\x9b31mb", "a\ufffd\ufffd31mb"},
		{"no C1 but a letter", "\u00e9\u00c2", "\u00e9\u00c2"},
	} {
		assert.Equal(t, tt.want, Strip(tt.in), tt.name)
		assert.Equal(t, tt.want != tt.in, In(tt.in), tt.name)
	}
}

func FuzzStrip(f *testing.F) {
	f.Add("plain \x1b[31mred\x1b[0m \x1b]0;title\atail\r\nbad \xff\xfe\nprogress 1%\rdone\ncut \x1b[3")
	f.Add("\x1b[\x1b]\x1bP\u009b\u009d\u009c\x1b\\")
	f.Fuzz(func(t *testing.T, s string) {
		got := Strip(s)
		if In(got) || In(s) != (got != s) {
			t.Fatalf("In(%q) is %t, In(%q) is %t", s, In(s), got, In(got))
		}
		if strings.ContainsRune(got, 0x1b) {
			t.Fatalf("ESC is left: %q", got)
		}
		if again := Strip(got); again != got {
			t.Fatalf("twice is not once: %q, %q", got, again)
		}
		if !strings.ContainsAny(s, "\x1b\u0090\u0098\u009b\u009c\u009d\u009e\u009f") && got != s {
			t.Fatalf("changed without a sequence: %q", got)
		}
		if strings.Count(got, "\n") != strings.Count(s, "\n") {
			t.Fatalf("lines were lost: %q", got)
		}
		if utf8.ValidString(s) && !isSubsequence(got, s) {
			t.Fatalf("%q holds what %q does not", got, s)
		}
	})
}

func isSubsequence(part, whole string) bool {
	for i := 0; i < len(whole) && part != ""; i++ {
		if whole[i] == part[0] {
			part = part[1:]
		}
	}
	return part == ""
}
