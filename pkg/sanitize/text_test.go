package sanitize

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
		{"colons at the start are left to a prefix", "::error::x", "::error::x"},
		{"GitLab", "\x1b[0Ksection_start:1:x\r\x1b[0Khead", "section_start:1:x\nhead"},
	} {
		assert.Equal(t, tt.want, Text(tt.in), tt.name)
	}
}

func TestBlock(t *testing.T) {
	assert.Equal(t, ": :error::x\n  : :set-env name=a::b\na::b\n# #[x]", Block("::error::x\r\n  ::set-env name=a::b\na::b\n##[x]"))
	assert.Equal(t, "a\n b", Block("a\n b"))
	assert.Equal(t, ":\u200b :x", Block(":\u200b:x"), "a character without width between them")
}

// commandAnywhere matches what CI systems execute anywhere in a line, once the
// characters that their comparisons ignore are removed.
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
	f.Add("plain \x1b[31mred\x1b[0m \x1b]0;title\atail\r\n::error file=a,line=1::boo\n  ::set-output name=x::y\n" +
		"##[error]azure ##vso[task.complete result=Failed] ##teamcity[testFailed name='x']\n--- group\nnot UTF-8: \xff\xfe \u202eright to left\n")
	f.Add("#\r#[x #\n#[y ::a\n::b :\u200b: \xff#\x1b[0m#vso[")
	f.Fuzz(func(t *testing.T, s string) {
		text, line, block := Text(s), Line(s), Block(s)
		for name, got := range map[string]string{"Text": text, "Line": line, "Block": block} {
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
		for l := range strings.SplitSeq(line+"\n"+block, "\n") {
			if strings.HasPrefix(strings.TrimSpace(visible(l)), "::") {
				t.Fatalf("command at the start: %q", l)
			}
		}
		if again := Text(text); again != text {
			t.Fatalf("Text twice is not once: %q, %q", text, again)
		}
		if again := Line(line); again != line {
			t.Fatalf("Line twice is not once: %q, %q", line, again)
		}
	})
}
