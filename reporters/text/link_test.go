package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSourceLink(t *testing.T) {
	const template = "https://forge.example/blob/0a1b/{path}#L{line}"
	for _, tt := range []struct {
		template, file string
		line           int
		want           string
	}{
		{template, "a/b c.py", 3, "https://forge.example/blob/0a1b/a/b%20c.py#L3"},
		{template, "a/b.py", 0, "https://forge.example/blob/0a1b/a/b.py"},
		{template, "a/#x?y=z&{line}.py", 3, "https://forge.example/blob/0a1b/a/%23x%3Fy=z&%7Bline%7D.py#L3"},
		{template, "ä.py", 1, "https://forge.example/blob/0a1b/%C3%A4.py#L1"},
		{template, "a(b)'c`.py", 1, "https://forge.example/blob/0a1b/a%28b%29%27c%60.py#L1"},
		{"", "a.py", 1, ""},
		{"javascript:alert(1)//{path}", "a.py", 1, ""},
		{template, "/etc/passwd", 1, ""},
		{template, "../up.py", 1, ""},
		{template, `C:\a.py`, 1, ""},
		{template, "", 1, ""},
		{"https://forge.example/>x/{path}", "a.py", 1, ""},
	} {
		assert.Equal(t, tt.want, SourceLink(tt.template, tt.file, tt.line), tt.file)
	}
}

func FuzzSourceLink(f *testing.F) {
	f.Add("https://forge.example/{path}#L{line}", "a/b>c) \"'<`|\\\n.py", 3)
	f.Add("http://{path}{line}{path}", "{line}", -1)
	f.Fuzz(func(t *testing.T, template, file string, line int) {
		if link := SourceLink(template, file, line); strings.ContainsAny(link, " <>()\"'\\`|\r\n") || link != "" && !strings.HasPrefix(link, "http") {
			t.Fatalf("%q", link)
		}
	})
}
