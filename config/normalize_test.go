package config

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-00a9b34c/hub/pkg/hub"
)

// Every key of expect has the same meaning in hub.yaml, encoded and read again,
// and in front matter; dollar signs in expressions and templates are not
// expanded.
func TestExpect(t *testing.T) {
	const expect = `
exit: [0, 3]
stdout: {equals: one, contains: two, matches: a$, regex: ['b{1}$'], golden: want/out.txt, unordered: true, comment: false}
normalize:
  - uuids
  - {match: '(?P<n>\d+) of (\d+)$', replace: '${n}/$2 $$'}
  - {match: drop}
`
	text, no := "one", false
	want := hub.Expect{
		Exit: hub.ExitCodes{0, 3},
		Stdout: hub.ExpectOutput{
			Equals: &text, Contains: hub.Strings{"two"}, Matches: hub.Strings{"a$", "b{1}$"}, Golden: "want/out.txt", Unordered: true, Comment: &no,
		},
		Normalize: hub.Normalizers{{Name: hub.NormalizeUUIDs}, {Match: `(?P<n>\d+) of (\d+)$`, Replace: "${n}/$2 $$"}, {Match: "drop"}},
	}
	front, _, err := ParseFrontMatter("run.sh", 1, []byte("expect:"+indent(expect)), nil)
	require.NoError(t, err)
	assert.Equal(t, want, front.Settings.Expect)

	c := parse(t, "overrides:\n  - match: {}\n    expect:"+indent(indent(expect)))
	same(t, c)
	got := c.Settings()
	c.Overrides[0].Apply(&got)
	assert.Equal(t, want, got.Expect)

	// A single one, an empty list, and values that a later layer replaces.
	c = parse(t, `
overrides:
  - expect: {exit: 3, stdout: {regex: a}, normalize: durations}
  - expect: {exit: [], stdout: {matches: b}, normalize: {match: x, replace: y}}
  - expect: {stdout: {regex: []}, normalize: []}
`)
	same(t, c)
	s := c.Settings()
	c.Overrides[0].Apply(&s)
	assert.Equal(t, hub.Expect{Exit: hub.ExitCodes{3}, Stdout: hub.ExpectOutput{Matches: hub.Strings{"a"}}, Normalize: hub.Normalizers{{Name: hub.NormalizeDurations}}}, s.Expect)
	c.Overrides[1].Apply(&s)
	assert.Equal(t, hub.Expect{Stdout: hub.ExpectOutput{Matches: hub.Strings{"b"}}, Normalize: hub.Normalizers{{Match: "x", Replace: "y"}}}, s.Expect)
	c.Overrides[2].Apply(&s)
	assert.Equal(t, hub.Expect{}, s.Expect)
}

// indent indents all lines that are not empty by four spaces.
func indent(text string) string {
	return regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(text, "    $1")
}
