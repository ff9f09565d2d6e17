package reporters

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestStripANSI(t *testing.T) {
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
		assert.Equal(t, tt.want, StripANSI(tt.in), tt.name)
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "a\n\tb # c", "a\n\tb # c"},
		{"carriage returns", "1%\r2%\r\n3%\r\r\n", "1%\n2%\n3%\n\n"},
		{"controls", "a\x00\a\b\v\f\x7f\u0080b", "ab"},
		{"separators", "a\u2028b\u2029c\u0085d", "a\nb\nc\nd"},
		{"bidi", "a\u202eb\u2066c\u200fd\u061ce", "abcde"},
		{"not UTF-8", "a\xffb\xc3", "a\ufffdb\ufffd"},
		{"emoji", "👩‍👩‍👧 ☃️ 漢字", "👩‍👩‍👧 ☃️ 漢字"},
		{"old command", "x ##[error]y", "x # #[error]y"},
		{"Azure", "##vso[task.complete]", "# #vso[task.complete]"},
		{"TeamCity", "###teamcity[x]", "## #teamcity[x]"},
		{"headings", "## Title [link]\n### more", "## Title [link]\n### more"},
		{"joined by what is removed", "#\x00#[error] #\x1b[0m#[x] #\u202e#vso[y]", "# #[error] # #[x] # #vso[y]"},
		{"characters without width", "#\u200b#\u00advso\u2060[x]", "# \u200b#\u00advso\u2060[x]"},
		{"colons are the prefix's business", "::error::x", "::error::x"},
		{"GitLab", "\x1b[0Ksection_start:1:x\r\x1b[0Khead", "section_start:1:x\nhead"},
	} {
		assert.Equal(t, tt.want, Text(tt.in), tt.name)
	}
}

func TestLine(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "a  b", "a  b"},
		{"lines", " a \n\n\tb\r\nc\u2028d ", "a b c d"},
		{"command", "::error::x", ": :error::x"},
		{"command after space", "\n  ::set-env name=a::b", ": :set-env name=a::b"},
		{"command after nothing", "\u200b::error::", "\u200b: :error::"},
		{"split command", ":\u200b:error::", ":\u200b :error::"},
		{"scope", "std::string", "std::string"},
		{"nothing", " \n\t", ""},
	} {
		assert.Equal(t, tt.want, Line(tt.in), tt.name)
	}
}

func FuzzStripANSI(f *testing.F) {
	f.Add(hostile)
	f.Add("\x1b[\x1b]\x1bP\u009b\u009d\u009c\x1b\\")
	f.Fuzz(func(t *testing.T, s string) {
		got := StripANSI(s)
		if strings.ContainsRune(got, 0x1b) {
			t.Fatalf("ESC is left: %q", got)
		}
		if again := StripANSI(got); again != got {
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

// commandAnywhere is what runners take for a command wherever it stands, with
// the characters removed that their comparisons pass over.
var commandAnywhere = regexp.MustCompile(`##[A-Za-z]*\[`)

func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, s)
}

func FuzzText(f *testing.F) {
	f.Add(hostile)
	f.Add("#\r#[x #\n#[y ::a\n::b :\u200b: \xff#\x1b[0m#vso[")
	f.Fuzz(func(t *testing.T, s string) {
		text, line := Text(s), Line(s)
		for name, got := range map[string]string{"Text": text, "Line": line} {
			if !utf8.ValidString(got) {
				t.Fatalf("%s: not UTF-8: %q", name, got)
			}
			for _, r := range got {
				if unicode.IsControl(r) && (name == "Line" || r != '\n' && r != '\t') || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
					t.Fatalf("%s: %q is left in %q", name, r, got)
				}
			}
			if m := commandAnywhere.FindString(visible(got)); m != "" {
				t.Fatalf("%s: command %q is left in %q", name, m, got)
			}
		}
		if strings.HasPrefix(strings.TrimSpace(visible(line)), "::") {
			t.Fatalf("Line: command at the start: %q", line)
		}
		if again := Text(text); again != text {
			t.Fatalf("Text twice is not once: %q, %q", text, again)
		}
		if again := Line(line); again != line {
			t.Fatalf("Line twice is not once: %q, %q", line, again)
		}
	})
}
