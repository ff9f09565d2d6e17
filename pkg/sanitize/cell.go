package sanitize

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Cell makes untrusted text a cell of a CSV file that no spreadsheet takes for a
// formula: it puts an apostrophe before a text whose first visible character is
// one of = + - @ or its full-width form, and before one that begins with a tab
// or a line end, which some programs strip before they look. White space,
// byte order marks and characters without a width or a glyph do not count as
// visible. Numbers (-3, +1.5e3, -0.5%) stay as they are, and so does every
// other text. Cell(Cell(s)) equals Cell(s).
//
// It makes no difference to a reader that takes the text as it is but the
// apostrophe: whoever needs the bytes reads JSON. It holds for files that are
// read with the comma as separator: a spreadsheet that splits at another
// character (a semicolon, in some locales) finds other cells than were written.
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

// unseen reports whether nothing is to be seen of r at the start of a cell.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Z) || isIgnorable(r)
}
