package mask

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// anchorLength is how many ASCII characters that print lead to a needle.
const anchorLength = 4

// index finds the places where a needle may begin.
type index struct {
	class   [256]byteClass
	bits    [1 << 16 / 64]uint64 // of hashes of anchors
	anchors map[uint32][]int32   // needles by anchor
	begun   [anchorLength]map[uint32][]int32
	first   [256][]int32 // needles without an anchor, by the first byte of their spellings
	bracket bool         // a needle has a '[', so that a colour may be a part of it
}

// byteClass is what the search does with a byte.
type byteClass uint8

const (
	passed  byteClass = iota // no part of an anchor
	graphic                  // a part of one
	special                  // may be more than that
)

func hash(anchor uint32) uint32 { return anchor * 0x9E3779B1 >> 16 }

func (x *index) build(needles []needle) {
	for c := range x.class {
		if c > ' ' && c < 0x7f {
			x.class[c] = graphic
		}
	}
	x.class['\x1b'], x.class[0xc2] = special, special // terminal sequences
	x.anchors = map[uint32][]int32{}
	for i := range x.begun {
		x.begun[i] = map[uint32][]int32{}
	}
	var cache [128][]string
	for i := range needles {
		n := &needles[i]
		x.bracket = x.bracket || strings.Contains(n.text, "[")
		anchors, ok := n.anchors(&cache)
		if !ok {
			for _, c := range []byte{n.text[0], '\\', '%', '&'} {
				if last := len(x.first[c]) - 1; last < 0 || x.first[c][last] != int32(i) {
					x.first[c] = append(x.first[c], int32(i))
				}
				x.class[c] = special
			}
			continue
		}
		for _, anchor := range anchors {
			w := uint32(0)
			for k := range anchorLength {
				w = w<<8 | uint32(anchor[k])
				if k+1 < anchorLength {
					if list := x.begun[k+1][w]; len(list) == 0 || list[len(list)-1] != int32(i) {
						x.begun[k+1][w] = append(list, int32(i))
					}
				}
			}
			x.anchors[w] = append(x.anchors[w], int32(i))
			h := hash(w)
			x.bits[h/64] |= 1 << (h % 64)
		}
	}
}

// found is what a search has found in a text.
type found struct {
	spans []span // of secrets, in order and apart
	// hold is where the first secret may begin that does not end within the text,
	// and keep what must be known to find it: they differ where a line ends soon
	// after it began. Both are the text's length when there may be none.
	hold, keep int
}

// search finds the secrets in text. final: nothing follows text.
func (p *Patterns) search(text string, final bool) found {
	m := &matcher{text: text, final: final, hold: len(text), keep: len(text)}
	p.scan(m, true)
	if p.index.readsSequences(text) {
		p.scan(m, false)
	}
	return found{joined(m.spans), m.hold, min(m.keep, m.hold)}
}

// readsSequences reports whether terminal sequences of the text may be part of a
// secret for somebody who drops nothing of them but ESC, or the C1 control.
func (x *index) readsSequences(text string) bool {
	for rest := text; ; {
		i := strings.IndexByte(rest, 0xc2)
		if i < 0 || i+1 == len(rest) {
			break
		}
		if rest = rest[i+1:]; rest[0] < 0xa0 {
			return true
		}
	}
	for {
		i := strings.IndexByte(text, '\x1b')
		if i < 0 {
			return false
		}
		text = text[i+1:]
		if x.bracket || !strings.HasPrefix(text, "[") {
			return true
		}
		// The parameters of a colour are too few for a secret.
		n := 1
		for n < len(text) && n <= MinLength && text[n] >= '0' && text[n] <= '?' {
			n++
		}
		if n > MinLength {
			return true
		}
	}
}

// scan compares the text with needles wherever one may begin. whole: terminal
// sequences are passed over whole.
func (p *Patterns) scan(m *matcher, whole bool) {
	m.whole, m.optionsAt = whole, -1
	x, text := &p.index, m.text
	w, count := uint32(0), 0
	var at [anchorLength]int // the places of the last characters, by count
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch x.class[c] {
		case passed:
			continue
		case special:
			if whole && mayBeSequence(text[i:]) {
				if from, end, _ := ansi.Next(text[i:min(len(text), i+maxGap)]); from == 0 && end > 0 {
					i += end - 1
					continue
				}
			}
			for _, k := range x.first[c] {
				m.match(&p.needles[k], i)
			}
			if c <= ' ' || c >= 0x7f {
				continue
			}
		}
		w = w<<8 | uint32(c)
		at[count%anchorLength] = i
		count++
		if h := hash(w); x.bits[h/64]&(1<<(h%64)) != 0 && count >= anchorLength {
			for _, k := range x.anchors[w] {
				m.match(&p.needles[k], at[count%anchorLength])
			}
		}
	}
	if m.final {
		return
	}
	for k := 1; k < anchorLength && k <= count; k++ {
		for _, i := range x.begun[k][w&(1<<(8*k)-1)] {
			m.match(&p.needles[i], at[(count-k)%anchorLength])
		}
	}
}

// joined returns spans in order; those that overlap become one.
func joined(spans []span) []span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b span) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.start < last.end {
			last.end = max(last.end, s.end)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// anchors returns the first ASCII characters that print of every spelling of the
// needle; false when it begins with too few of them for that.
func (n *needle) anchors(cache *[128][]string) (all []string, ok bool) {
	found := map[string]bool{}
	ok = n.begin(found, "", 0, cache)
	return slices.Sorted(maps.Keys(found)), ok
}

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
	for _, gap := range gaps {
		for _, text := range n.spellingBegins(n.text[i], i == 0 || i == 1 && len(before) == anchorLength-1, cache) {
			if !n.begin(found, before+gap+text, i+1, cache) {
				return false
			}
		}
	}
	return true
}

// spellingBegins returns what a character may be spelled as, or how that begins.
// Letters and digits are spelled otherwise only by who does so with all of them.
func (n *needle) spellingBegins(c byte, first bool, cache *[128][]string) []string {
	if n.escaped == nothing || alphanumeric(c) && !(first && n.escaped == everything) {
		return []string{string(rune(c))}
	}
	if cache[c] == nil {
		cache[c] = spellingBegins(c)
	}
	return cache[c]
}

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

// listBegins are what may be between numbers, or how it begins.
var listBegins = []string{"", ",", ":", "-", ";", "_", ".", "0x", "0X", ",0x", ",0X"}

// blankBegins are the spellings of white space, or how they begin. What has
// fewer characters than an anchor is all there.
var blankBegins = []string{
	"", "+", "%20", "%09", "%0A", "%0a", "%0D", "%0d", "%252", "%250", "%2B", "%2b",
	`\`, `\n`, `\r`, `\t`, `\x20`, `\x09`, `\x0a`, `\x0A`, `\x0d`, `\x0D`, `\u00`, `\u{0`, `\u{2`, `\u{9`, `\u{a`, `\u{A`, `\u{d`, `\u{D`, `\x{0`, `\x{2`, `\x{9`, `\x{a`, `\x{d`,
	`\040`, `\40`, `\011`, `\012`, `\015`, `\\`, `\\n`, `\\r`, `\\t`, `\\x0`, `\\x2`, `\\u0`, `\\u{`, `\\04`, `\\01`, `\\\`, `\\\n`, `\\\r`, `\\\t`, `\\\\`,
	"&#32", "&#9;", "&#10", "&#13", "&#x2", "&#xA", "&#xa", "&#xD", "&#xd", "&#x9", "&#x0", "&#00", "&#01", "&#03", "&#09", "&Tab", "&New", "&amp",
}

// entityNames are the names that HTML has for ASCII characters.
var entityNames = map[byte][]string{
	'!': {"excl;"}, '"': {"quot;", "QUOT;"}, '#': {"num;"}, '$': {"dollar;"}, '%': {"percnt;"}, '&': {"amp;", "AMP;"}, '\'': {"apos;"},
	'(': {"lpar;"}, ')': {"rpar;"}, '*': {"ast;", "midast;"}, '+': {"plus;"}, ',': {"comma;"}, '.': {"period;"}, '/': {"sol;"}, ':': {"colon;"},
	';': {"semi;"}, '<': {"lt;", "LT;"}, '=': {"equals;"}, '>': {"gt;", "GT;"}, '?': {"quest;"}, '@': {"commat;"}, '[': {"lsqb;", "lbrack;"},
	'\\': {"bsol;"}, ']': {"rsqb;", "rbrack;"}, '^': {"Hat;"}, '_': {"lowbar;", "UnderBar;"}, '`': {"grave;", "DiacriticalGrave;"},
	'{': {"lcub;", "lbrace;"}, '|': {"verbar;", "vert;", "VerticalLine;"}, '}': {"rcub;", "rbrace;"},
}
