package mask

import (
	"slices"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/ansi"
)

// anchorLength is the length of an anchor in printing ASCII characters.
const anchorLength = 4

// index finds where a needle may begin.
type index struct {
	class   [256]byteClass
	bits    [1 << 16 / 64]uint64   // hashes of anchors
	anchors map[uint32]*candidates // by anchor
	// prefixes are the needles by the first 1 to 3 bytes of their anchors.
	prefixes [anchorLength]map[uint32][]int32
	first    [256][]int32 // needles without an anchor, by the first byte of their spellings
	bracket  bool         // a needle contains '[', so that a colour may be part of it
}

// candidates are the needles of an anchor.
type candidates struct {
	needles []int32
	first   byteSet // their first bytes
}

type byteSet [256 / 64]uint64

func (s *byteSet) add(c byte)      { s[c/64] |= 1 << (c % 64) }
func (s *byteSet) has(c byte) bool { return s[c/64]&(1<<(c%64)) != 0 }

// byteClass says how the search treats a byte.
type byteClass uint8

const (
	passed  byteClass = iota // not part of an anchor
	graphic                  // part of an anchor
	special                  // may also begin a terminal sequence or a needle
)

// hash maps an anchor to one of the 1<<16 bits of index.bits.
func hash(anchor uint32) uint32 { return anchor * 0x9E3779B1 >> 16 }

// build fills the index; needles are referred to by their indexes.
func (x *index) build(needles []needle) {
	for c := range x.class {
		if c > ' ' && c < 0x7f {
			x.class[c] = graphic
		}
	}
	x.class['\x1b'], x.class[0xc2] = special, special // terminal sequences
	x.anchors = map[uint32]*candidates{}
	for i := range x.prefixes {
		x.prefixes[i] = map[uint32][]int32{}
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
					if list := x.prefixes[k+1][w]; len(list) == 0 || list[len(list)-1] != int32(i) {
						x.prefixes[k+1][w] = append(list, int32(i))
					}
				}
			}
			if x.anchors[w] == nil {
				x.anchors[w] = &candidates{}
			}
			b := x.anchors[w]
			b.needles = append(b.needles, int32(i))
			b.first.add(n.text[0])
			h := hash(w)
			x.bits[h/64] |= 1 << (h % 64)
		}
	}
}

// found is the result of a search.
type found struct {
	spans []span // of secrets, in order, not overlapping
	// hold is the index of the first possible secret that is incomplete at the end of
	// the text, keep the index from which the text is needed to find it: they differ if
	// a line ends soon after its beginning. Without one, both are the text's length.
	hold, keep int
}

// search finds the secrets in text. final says that nothing follows.
func (p *Patterns) search(text string, final bool) found {
	m := &matcher{text: text, final: final, hold: len(text), keep: len(text)}
	p.scan(m, true)
	if p.index.readsSequences(text) {
		p.scan(m, false)
	}
	return found{joined(m.spans), m.hold, min(m.keep, m.hold)}
}

// readsSequences reports whether terminal sequences in the text may be part of a secret
// for a reader that drops only their ESC or C1 control.
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
		// The parameters of a colour are too short for a secret.
		n := 1
		for n < len(text) && n <= MinLength && text[n] >= '0' && text[n] <= '?' {
			n++
		}
		if n > MinLength {
			return true
		}
	}
}

// scan compares the text with needles wherever one may begin. whole says that terminal
// sequences are skipped as a whole.
func (p *Patterns) scan(m *matcher, whole bool) {
	m.whole, m.optionsAt = whole, -1
	x, text := &p.index, m.text
	w, count := uint32(0), 0
	var at [anchorLength]int // indexes of the last characters, by count
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
			if b := x.anchors[w]; b != nil && m.mayBeginOne(&b.first, at[count%anchorLength]) {
				for _, k := range b.needles {
					m.match(&p.needles[k], at[count%anchorLength])
				}
			}
		}
	}
	if m.final {
		return
	}
	for k := 1; k < anchorLength && k <= count; k++ {
		for _, i := range x.prefixes[k][w&(1<<(8*k)-1)] {
			m.match(&p.needles[i], at[(count-k)%anchorLength])
		}
	}
}

// joined sorts spans and merges overlapping ones.
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
