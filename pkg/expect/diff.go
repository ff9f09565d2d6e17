package expect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/diff"
)

const (
	// maxDiff bounds a difference that is kept, in bytes.
	maxDiff = 8 << 10
	// maxDiffLine bounds one of its lines, in characters.
	maxDiffLine = 300
	// maxDiffText is how long a text may be for a difference to be made.
	maxDiffText = 16 << 20
)

// lines are the lines of a text that was trimmed.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func sorted(text string) string {
	l := lines(text)
	slices.Sort(l)
	return strings.Join(l, "\n") + strings.Repeat("\n", min(len(l), 1))
}

// differs names the first line in which two texts differ.
func differs(want, got []string) (line int, message string) {
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			return i + 1, fmt.Sprintf("line %d: expected %s, got the end of the output", i+1, quote(want[i], 0))
		case i >= len(want):
			return i + 1, fmt.Sprintf("line %d: expected the end of the output, got %s", i+1, quote(got[i], 0))
		case want[i] != got[i]:
			same := 0
			for same < min(len(want[i]), len(got[i])) && want[i][same] == got[i][same] {
				same++
			}
			return i + 1, fmt.Sprintf("line %d: expected %s, got %s", i+1, quote(want[i], same), quote(got[i], same)) + note(want[i], got[i])
		}
	}
	return 0, ""
}

// differsUnordered names a line that only one of two sorted texts has.
func differsUnordered(want, got []string) string {
	i := 0
	for i < min(len(want), len(got)) && want[i] == got[i] {
		i++
	}
	switch {
	case i < len(want) && (i == len(got) || want[i] < got[i]):
		return "the line " + quote(want[i], 0) + " is missing, or occurs too few times" + noteAmong(want[i], got)
	case i < len(got):
		return "the line " + quote(got[i], 0) + " is not expected, or occurs too many times" + noteAmong(got[i], want)
	}
	return ""
}

// noteAmong says which of so many lines looks like one.
func noteAmong(line string, others []string) string {
	for _, other := range others[:min(len(others), 10_000)] {
		if len(line)+len(other) <= maxAlike && (sameButWhite(line, other) || alike(line, other)) {
			expected, is := codePoints(line, other)
			return fmt.Sprintf("; %s looks the same: %s instead of %s", quote(other, common(line, other)), is, expected)
		}
	}
	return ""
}

// unified is the difference in the unified format, as one can print it: what
// moves a cursor or cannot be seen is written out, and so is what looks alike; long
// lines and long differences are cut with a mark.
//
// Note: go-internal's diff and not go-difflib, which is no longer kept and takes
// time quadratic in the text at worst; this one is what the go command uses.
func unified(name, want, got string) string {
	if len(want) > maxDiffText || len(got) > maxDiffText {
		return ""
	}
	_, text, _ := strings.Cut(string(diff.Diff(name, []byte(want), "output", []byte(got))), "\n")
	var b strings.Builder
	all := lines(text)
	marked := markPairs(all)
	if marked {
		all = append(all, `\ `+marks)
	}
	for i, line := range all {
		line = visible(line)
		if b.Len()+len(line) > maxDiff {
			fmt.Fprintf(&b, "… %d more lines\n", len(all)-i)
			break
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// marks says what is written for white space in lines that differ in that alone.
const marks = "␣ is a space, → a tab"

// markPairs writes out in what the removed and the added lines of a difference
// differ where that cannot be seen. It reports whether white space was marked, as
// [marks] says; other characters are written as \u00e9.
func markPairs(all []string) (marked bool) {
	for i := 0; i < len(all); {
		removed := i
		for i < len(all) && strings.HasPrefix(all[i], "-") {
			i++
		}
		added := i
		for i < len(all) && strings.HasPrefix(all[i], "+") {
			i++
		}
		for k := range min(added-removed, i-added) {
			a, b := &all[removed+k], &all[added+k]
			switch x, y := (*a)[1:], (*b)[1:]; {
			case len(x)+len(y) > maxAlike:
			case sameButWhite(x, y):
				*a, *b = "-"+markWhite(x), "+"+markWhite(y)
				marked = true
			case alike(x, y):
				*a, *b = "-"+ascii(x), "+"+ascii(y)
			}
		}
		if i == removed {
			i++
		}
	}
	return marked
}

func markWhite(line string) string { return strings.NewReplacer(" ", "␣", "\t", "→").Replace(line) }

// ascii writes all other characters out.
func ascii(line string) string {
	var b strings.Builder
	for _, r := range line {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRuneToASCII(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// visible is a line that looks as different as it is.
func visible(line string) string {
	var b strings.Builder
	n := 0
	for i, r := range line {
		if n++; n > maxDiffLine {
			b.WriteString("…")
			break
		}
		if r == utf8.RuneError && !strings.HasPrefix(line[i:], "\ufffd") {
			fmt.Fprintf(&b, `\x%02x`, line[i])
			continue
		}
		if r == '\t' || unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRune(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}
