package sanitize

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Cell returns untrusted text as a CSV cell that no spreadsheet evaluates as a
// formula: it prefixes an apostrophe if the first visible character is one of
// = + - @ or its full-width form, or if the text begins with a tab or a line end,
// which some programs strip first. White space, byte order marks and characters
// without width or glyph do not count as visible. Numbers (-3, +1.5e3, -0.5%) and
// all other texts are unchanged. Cell(Cell(s)) equals Cell(s).
//
// Programs that need the exact bytes should read JSON. The guarantee holds for
// files that are split at commas: a spreadsheet that splits at another character
// (a semicolon, in some locales) sees different cells.
func Cell(s string) string {
	if s == "" {
		return s
	}
	if s[0] == '\t' || s[0] == '\r' || s[0] == '\n' {
		return "'" + s
	}
	first := strings.TrimLeftFunc(s, unseen)
	r, _ := utf8.DecodeRuneInString(first)
	if strings.ContainsRune("=+-@＝＋－＠", r) && !number().MatchString(strings.TrimRightFunc(first, unseen)) {
		return "'" + s
	}
	return s
}

// number is what every spreadsheet takes for a number.
var number = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?$`) })

// unseen reports whether r is invisible at the start of a cell.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Z) || isIgnorable(r)
}
