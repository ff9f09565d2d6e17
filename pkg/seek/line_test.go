package seek

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	for pattern, c := range map[string]struct {
		text string
		want []string // what matches, and its groups; nil: nothing does
	}{
		`Fatal error`:     {"a\nPHP Fatal error: x\nb", []string{"Fatal error"}},
		`Fatal\s+error`:   {"Fatal\nerror", nil},
		`^SKIP: (.*)`:     {"x\nSKIP: no server\nnext", []string{"SKIP: no server", "no server"}},
		`(?s)^SKIP: (.*)`: {"SKIP: no server\nnext", []string{"SKIP: no server", "no server"}},
		`SKIP([^)]*)`:     {"SKIP(here\nthere)", []string{"SKIP(here", "(here"}},
		`\Ab\z`:           {"a\nb\nc", []string{"b"}},
		"a\nb":            {"a\nb", nil},
		`[\n]`:            {"a\n", nil},
		`[\n\r]`:          {"a\n", nil},
		`a\b`:             {"x\na\nb", []string{"a"}},
		`(?i)error:`:      {"x\nERROR: y", []string{"ERROR:"}},
		`(?U)a.*b`:        {"axbxb", []string{"axb"}},
		`[^x]y`:           {"x\ny", nil},
		`(?P<why>a|\n)z`:  {"\nz", nil},
	} {
		re, err := Line(pattern)
		require.NoError(t, err, pattern)
		assert.Equal(t, c.want, re.FindStringSubmatch(c.text), "%q as %q", pattern, re)
		assert.True(t, withinLines(re), "%q as %q", pattern, re)
	}
	_, err := Line("(")
	assert.EqualError(t, err, "error parsing regexp: missing closing ): `(`")
}

// FuzzLine: a text has a match exactly if a line of it has, and the leftmost match is
// that of the first such line.
func FuzzLine(f *testing.F) {
	for _, s := range [][2]string{
		{"needle", "a\nneedle\n"}, {`^a\s*b$`, "a\nb\na b"}, {`(?s:a.*b)`, "a\nb\nab"}, {`\Aa|b\z`, "xb\nbx"}, {`^$`, "a\n\nb"}, {`a\b`, "a\nb"}, {`[^x]y`, "x\ny"},
		{`(?i:É)|x{2,3}?`, "xx\nÉ"}, {"(?-m:^a$)", "b\na\nb"}, {`(?P<x>\D+)\W*`, "1\n-\na"}, {`\Qa.b\E(?:|c)*`, "a.b\nc"}, {`[[:^alpha:]\n]`, "\n"}, {`\pL\P{Greek}`, "aα\nαa"},
	} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		alone, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 100 {
			return
		}
		text = strings.ToValidUTF8(text, "\uFFFD")
		re, err := Line(pattern)
		require.NoError(t, err)
		var want []string
		for line := range strings.SplitSeq(text, "\n") {
			if want = alone.FindStringSubmatch(line); want != nil {
				break
			}
		}
		require.Equal(t, want, re.FindStringSubmatch(text), "%q as %q in %q", pattern, re, text)
	})
}
