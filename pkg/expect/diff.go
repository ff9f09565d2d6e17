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
	// maxDiff bounds a diff, in bytes.
	maxDiff = 8 << 10
	// maxDiffLine bounds a line of a diff, in characters.
	maxDiffLine = 300
	// maxDiffText bounds the texts of a diff, in bytes; longer ones have none.
	maxDiffText = 16 << 20
)

// lines splits a trimmed text into lines.
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

// differs describes the first line in which two texts differ.
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

// differsUnordered describes a line that only one of two sorted texts has.
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

// noteAmong names the first of the other lines that looks the same as line; empty if
// none does.
func noteAmong(line string, others []string) string {
	for _, other := range others[:min(len(others), 10_000)] {
		if len(line)+len(other) <= maxAlike && (sameButWhite(line, other) || alike(line, other)) {
			expected, is := codePoints(line, other)
			return fmt.Sprintf("; %s looks the same: %s instead of %s", quote(other, common(line, other)), is, expected)
		}
	}
	return ""
}

// unified returns a unified diff that is safe to print: control and invisible
// characters and lookalikes are spelled out; long lines and long diffs are cut.
//
// Note: go-difflib is unmaintained and quadratic in the worst case; go-internal's diff
// is the one that the go command uses.
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

// marks is the legend of marked whitespace.
const marks = "␣ is a space, → a tab"

// markPairs spells out invisible differences between removed lines and the added lines
// in their places: whitespace as in [marks], other characters as \u00e9. It reports
// whether whitespace was marked.
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

// ascii escapes all other characters.
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

// visible returns a line with unprintable characters escaped, cut to maxDiffLine.
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
