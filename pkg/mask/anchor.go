package mask

import (
	"fmt"
	"maps"
	"slices"
)

// anchors returns the first printing ASCII characters of every spelling of the needle;
// false if it begins with too few of them.
func (n *needle) anchors(cache *[128][]string) (all []string, ok bool) {
	found := map[string]bool{}
	ok = n.begin(found, "", 0, cache)
	return slices.Sorted(maps.Keys(found)), ok
}

// begin adds the anchors of all spellings that begin with before, which spells the
// first i bytes of the needle. It returns false if one of them is too short.
func (n *needle) begin(found map[string]bool, before string, i int, cache *[128][]string) bool {
	if len(before) >= anchorLength {
		found[before[:anchorLength]] = true
		return true
	}
	if i == len(n.text) || n.text[i] <= ' ' || n.text[i] >= 0x7f {
		return false
	}
	gaps := []string{""}
	switch {
	case !n.spaceAt(i):
	case n.listed:
		gaps = listBegins
	case n.escaped == everything:
		gaps = blankBegins
	}
	if before != "" && n.escaped == everything && !n.spaceAt(i) {
		gaps = droppedBegins
	}
	for _, gap := range gaps {
		for _, text := range n.spellingBegins(n.text[i], i == 0 || i == 1 && len(before) == anchorLength-1, cache) {
			if !n.begin(found, before+gap+text, i+1, cache) {
				return false
			}
		}
	}
	return true
}

// spellingBegins returns the spellings of a character, cut to the length of an anchor.
// Letters and digits are escaped only by programs that escape all of them.
func (n *needle) spellingBegins(c byte, first bool, cache *[128][]string) []string {
	if n.escaped == nothing || alphanumeric(c) && !(first && n.escaped == everything) {
		return []string{string(rune(c))}
	}
	if cache[c] == nil {
		cache[c] = spellingBegins(c)
	}
	return cache[c]
}

// spellingBegins lists the spellings of c, each cut to the length of an anchor. It must
// agree with [spellings], which reads them: a spelling that is missing here is not
// found.
func spellingBegins(c byte) []string {
	out := []string{string(rune(c)), fmt.Sprintf("%%%02X", c), fmt.Sprintf("%%%02x", c), fmt.Sprintf("%%25%02X", c), fmt.Sprintf("%%25%02x", c), "%252"}
	for _, slashes := range []string{`\`, `\\`, `\\\`, `\\\\`} {
		if !alphanumeric(c) {
			out = append(out, slashes+string(rune(c)))
		}
		for _, begin := range []string{fmt.Sprintf(`x%02x`, c), fmt.Sprintf(`x%02X`, c), "u00", "u{0", "x{0", fmt.Sprintf("u{%x", c), fmt.Sprintf("u{%X", c), fmt.Sprintf("x{%x", c), fmt.Sprintf("x{%X", c), "U00", fmt.Sprintf(`%o`, c), fmt.Sprintf(`%03o`, c)} {
			out = append(out, slashes+begin)
		}
	}
	for _, begin := range []string{fmt.Sprintf("#%d;", c), fmt.Sprintf("#0%d", c), "#00", fmt.Sprintf("#x%x;", c), fmt.Sprintf("#X%x;", c), fmt.Sprintf("#x%X;", c), fmt.Sprintf("#X%X;", c), "#x0", "#X0", "amp;"} {
		out = append(out, "&"+begin)
	}
	for _, name := range entityNames[c] {
		out = append(out, "&"+name)
	}
	switch c {
	case '\'':
		out = append(out, `'\''`, `'"'"'`, `''`)
	case '"':
		out = append(out, `""`)
	}
	for i, begin := range out {
		out[i] = begin[:min(len(begin), anchorLength)]
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// listBegins are the separators between numbers, cut to the length of an anchor.
var listBegins = []string{"", ",", ":", "-", ";", "_", ".", "0x", "0X", ",0x", ",0X"}

// blankBegins are the spellings of whitespace, cut to the length of an anchor. Shorter
// entries are complete.
var blankBegins = []string{
	"", "+", "%20", "%09", "%0A", "%0a", "%0D", "%0d", "%252", "%250", "%2B", "%2b",
	`\`, `\n`, `\r`, `\t`, `\x20`, `\x09`, `\x0a`, `\x0A`, `\x0d`, `\x0D`, `\u00`, `\u{0`, `\u{2`, `\u{9`, `\u{a`, `\u{A`, `\u{d`, `\u{D`, `\x{0`, `\x{2`, `\x{9`, `\x{a`, `\x{d`,
	`\040`, `\40`, `\011`, `\012`, `\015`, `\\`, `\\n`, `\\r`, `\\t`, `\\x0`, `\\x2`, `\\u0`, `\\u{`, `\\04`, `\\01`, `\\\`, `\\\n`, `\\\r`, `\\\t`, `\\\\`,
	"&#32", "&#9;", "&#10", "&#13", "&#x2", "&#xA", "&#xa", "&#xD", "&#xd", "&#x9", "&#x0", "&#00", "&#01", "&#03", "&#09", "&Tab", "&New", "&amp",
}

// droppedBegins are the spellings of non-printing characters, cut to the length of an
// anchor: UTF-16 as Python prints it has \x00 between letters. Shorter entries are
// complete.
var droppedBegins = []string{
	"", `\x0`, `\x1`, `\x7`, `\x8`, `\x9`, `\xc`, `\xe`, `\xf`, `\u00`, `\u20`, `\u06`, `\ufe`, `\u{`, `\x{`, `\b`, `\a`, `\f`, `\v`, `\e`, `\E`, `\r`, `\00`, `\03`, `\17`, `\30`, `\34`, `\35`,
	`\\x`, `\\u`, `\\b`, `\\f`, `\\r`, `\\0`, "%00", "%07", "%08", "%0B", "%0b", "%0C", "%0c", "%0D", "%0d", "%1B", "%1b", "%7F", "%7f", "%C2", "%c2", "%E2", "%e2", "%EF", "%ef", "%25", "&#0", "&#1", "&#8", "&#x", "&shy", "&zwn", "&zwj", "&lrm", "&rlm",
}

// entityNames are the HTML entities of ASCII characters.
var entityNames = map[byte][]string{
	'!': {"excl;"}, '"': {"quot;", "QUOT;"}, '#': {"num;"}, '$': {"dollar;"}, '%': {"percnt;"}, '&': {"amp;", "AMP;"}, '\'': {"apos;"},
	'(': {"lpar;"}, ')': {"rpar;"}, '*': {"ast;", "midast;"}, '+': {"plus;"}, ',': {"comma;"}, '.': {"period;"}, '/': {"sol;"}, ':': {"colon;"},
	';': {"semi;"}, '<': {"lt;", "LT;"}, '=': {"equals;"}, '>': {"gt;", "GT;"}, '?': {"quest;"}, '@': {"commat;"}, '[': {"lsqb;", "lbrack;"},
	'\\': {"bsol;"}, ']': {"rsqb;", "rbrack;"}, '^': {"Hat;"}, '_': {"lowbar;", "UnderBar;"}, '`': {"grave;", "DiacriticalGrave;"},
	'{': {"lcub;", "lbrace;"}, '|': {"verbar;", "vert;", "VerticalLine;"}, '}': {"rcub;", "rbrace;"},
}
