package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// MinLength is the minimum number of printing characters, whitespace excluded, of a
	// value to hide: shorter values occur in any text.
	MinLength = 6
	// MinLine is the minimum for one line of a multi-line value.
	MinLine = 8
	// looseLength is the length in bytes from which a value is also found with
	// additional whitespace between its characters.
	looseLength = 16
	// anchored is the number of bytes at the beginning of a value that must be in one
	// piece.
	anchored = 8
	// maxGap bounds what is skipped between two characters, in bytes.
	maxGap = 4 << 10
)

// needle is one text to search for: the printing characters of a value, and the
// positions of whitespace between them.
type needle struct {
	text  string
	space []bool // by index in text: whitespace precedes it; nil: nowhere
	// loose allows whitespace anywhere; else it must be where the needle has it.
	loose bool
	// listed allows punctuation or 0x where the needle has whitespace: it is a list of
	// numbers.
	listed bool
	// escaped says which characters programs may escape.
	escaped escaped
}

// escaped says which characters of a text programs may escape.
type escaped uint8

const (
	nothing     escaped = iota // of numbers
	punctuation                // of base64
	everything                 // of plain values
)

// newNeedle extracts the printing characters of a value.
func newNeedle(value string) needle {
	n := needle{}
	var text strings.Builder
	text.Grow(len(value))
	spaced := false
	for i := 0; i < len(value); {
		size, kind := 1, printing
		if c := value[i]; c <= ' ' || c >= 0x7f {
			size, kind = class(value[i:])
		}
		switch {
		case kind == space:
			spaced = true
		case kind == printing || size == 1 && value[i] >= utf8.RuneSelf:
			if spaced && text.Len() > 0 {
				if n.space == nil {
					n.space = make([]bool, len(value))
				}
				n.space[text.Len()] = true
			}
			spaced = false
			text.WriteString(value[i : i+size])
		}
		i += size
	}
	n.text = text.String()
	if n.space != nil {
		n.space = n.space[:len(n.text)]
	}
	n.loose = len(n.text) >= looseLength
	return n
}

func (n *needle) spaceAt(i int) bool { return n.space != nil && n.space[i] }

// key returns the same string for needles that match the same texts.
func (n *needle) key() string {
	var b strings.Builder
	for i := range len(n.text) {
		if n.spaceAt(i) {
			b.WriteByte(' ')
		}
		b.WriteByte(n.text[i])
	}
	if n.loose {
		b.WriteByte('\n')
	}
	return b.String()
}

// kind says how the search treats a character.
type kind uint8

const (
	printing kind = iota
	space         // blank, tab, line feed
	dropped       // some reader may drop it
)

// class returns the length and the kind of the first character of text, which must not
// be empty.
func class(text string) (size int, k kind) {
	c := text[0]
	if c < utf8.RuneSelf {
		switch {
		case c == ' ' || c == '\t' || c == '\n':
			return 1, space
		case c < ' ' || c == 0x7f:
			return 1, dropped
		}
		return 1, printing
	}
	r, size := utf8.DecodeRuneInString(text)
	return size, classOf(r)
}

func classOf(r rune) kind {
	switch {
	case r == ' ' || r == '\t' || r == '\n':
		return space
	case r == utf8.RuneError, !unicode.IsPrint(r),
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return dropped
	}
	return printing
}
