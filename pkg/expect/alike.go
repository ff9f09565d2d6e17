package expect

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxAlike bounds the lines that are compared by their looks, in bytes.
const maxAlike = 64 << 10

// note explains the difference of two lines that look the same; empty if it is visible.
func note(want, got string) string {
	switch {
	case len(want) > maxAlike || len(got) > maxAlike:
		return ""
	case sameButWhite(want, got):
		at := common(want, got)
		return fmt.Sprintf(" (whitespace differs: %s, %s; ␣ is a space)", blanks(want, at), blanks(got, at))
	case alike(want, got):
		expected, printed := codePoints(want, got)
		return fmt.Sprintf(" (they look alike: expected %s, got %s)", expected, printed)
	}
	return ""
}

// sameButWhite reports whether two texts differ in whitespace only.
func sameButWhite(a, b string) bool {
	return a != b && utf8.ValidString(a) && utf8.ValidString(b) && dense(a) == dense(b)
}

func dense(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// alike reports whether two different texts look the same or nearly so, because of
// Unicode forms (NFC, NFD, full width), zero-width characters, or letters of other
// scripts. Invalid UTF-8 is always spelled out, so it does not count.
func alike(a, b string) bool {
	return a != b && utf8.ValidString(a) && utf8.ValidString(b) && look(a) == look(b)
}

// look returns the visible shape of a text.
func look(s string) string {
	return strings.Map(func(r rune) rune {
		if seen, ok := twins[r]; ok {
			return seen
		}
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
}

// twins maps characters to those that most fonts draw the same.
//
// Note: Unicode's table of confusables has ten thousand entries; these are the ones
// that keyboards, word processors and translated pages bring into programs.
var twins = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'һ': 'h', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w',
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X', 'І': 'l', 'Ј': 'J', 'Ѕ': 'S',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'l', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X',
	'ο': 'o', 'ν': 'v', 'ι': 'i', 'α': 'a', 'ρ': 'p', 'к': 'k', 'κ': 'k',
	'I': 'l', '1': 'l', '|': 'l', '0': 'O',
	'‘': '\'', '’': '\'', '‛': '\'', '′': '\'', 'ʼ': '\'', '`': '\'', '´': '\'', '“': '"', '”': '"', '„': '"', '″': '"',
	'‐': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '⁄': '/', '∕': '/', '∗': '*', '∶': ':', 'ː': ':', '‚': ',', '·': '.', '∙': '.', '•': '.',
}

// common returns the length of the common prefix of whole characters, in bytes.
func common(a, b string) int {
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	for same > 0 && same < len(a) && !utf8.RuneStart(a[same]) {
		same--
	}
	return same
}

// codePoints names the differing characters of two texts.
func codePoints(a, b string) (string, string) {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return named(x), named(y)
}

func named(runes []rune) string {
	const most = 6
	if len(runes) == 0 {
		return "nothing"
	}
	var out []string
	for _, r := range runes[:min(len(runes), most)] {
		out = append(out, fmt.Sprintf("U+%04X", r))
	}
	if len(runes) > most {
		out = append(out, "…")
	}
	return strings.Join(out, " ")
}

// blanks quotes the part of a line around the byte at, with blanks marked.
func blanks(line string, at int) string {
	const around = 16
	from, to := max(0, at-around), min(len(line), at+around)
	part := quote(strings.ToValidUTF8(line[from:to], ""), 0)
	return strings.ReplaceAll(part, " ", "␣")
}
