package reporters

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

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
