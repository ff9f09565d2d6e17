package classify

import (
	"fmt"
	"strconv"
	"strings"
)

// mismatch says in what the output is not as expected; empty when it is.
func mismatch(f Facts) string {
	want := f.Expect.Stdout
	if want.Equals == nil && len(want.Contains) == 0 && len(want.Matches) == 0 {
		return ""
	}
	got := strings.ReplaceAll(f.Output, "\r\n", "\n")
	if want.Equals != nil {
		if f.Dropped > 0 {
			return fmt.Sprintf("%d bytes of the output were not kept, so that it cannot be proven equal; raise run.output-cap", f.Dropped)
		}
		if message := differs(*want.Equals, got); message != "" {
			return message
		}
	}
	cut := ""
	if f.Dropped > 0 {
		cut = fmt.Sprintf(" (of which %d bytes were not kept)", f.Dropped)
	}
	for _, text := range want.Contains {
		text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		if !strings.Contains(got, text) {
			return fmt.Sprintf("the output%s does not contain %s", cut, quote(text, 0))
		}
	}
	for _, pattern := range want.Matches {
		re, err := multiline(pattern)
		if err != nil {
			return fmt.Sprintf("expect.stdout.matches %q: %v", pattern, err)
		}
		if !re.MatchString(got) {
			return fmt.Sprintf("the output%s does not match %s", cut, quote(pattern, 0))
		}
	}
	return ""
}

// differs names the first line in which two texts differ, white space at the
// end of lines and of the texts apart.
func differs(want, got string) string {
	w, g := trimmed(want), trimmed(got)
	for i := range max(len(w), len(g)) {
		switch {
		case i >= len(g):
			return fmt.Sprintf("line %d: expected %s, got the end of the output", i+1, quote(w[i], 0))
		case i >= len(w):
			return fmt.Sprintf("line %d: expected the end of the output, got %s", i+1, quote(g[i], 0))
		case w[i] != g[i]:
			same := 0
			for same < min(len(w[i]), len(g[i])) && w[i][same] == g[i][same] {
				same++
			}
			return fmt.Sprintf("line %d: expected %s, got %s", i+1, quote(w[i], same), quote(g[i], same))
		}
	}
	return ""
}

// trimmed is the lines of s without white space at their ends, and without
// empty ones at the end.
func trimmed(s string) []string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r\v\f")
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// quote quotes s, of a long one the part around the byte at: two quotes must
// find room in one message.
func quote(s string, at int) string {
	const most = 160
	if len(s) <= most {
		return strconv.Quote(s)
	}
	from := 0
	if at > most/2 {
		from = min(at-most/2, len(s)-most)
	}
	part := strings.ToValidUTF8(s[from:min(from+most, len(s))], "")
	before, after := "", ""
	if from > 0 {
		before = "…"
	}
	if from+most < len(s) {
		after = "…"
	}
	return before + strconv.Quote(part) + after
}
