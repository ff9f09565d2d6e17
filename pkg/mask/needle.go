package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// MinLength is how many characters that print, white space apart, a value must
	// have to be hidden: shorter ones occur in any text.
	MinLength = 6
	// MinLine is the same for one line of a value of several lines.
	MinLine = 8
	// looseLength is the number of bytes from which on a value is found with white
	// space between its characters that it has not.
	looseLength = 16
	// anchored is how many bytes of a value must be in one piece.
	anchored = 8
	// maxGap bounds what is passed over between two characters, in bytes.
	maxGap = 4 << 10
)

// needle is one text to search for: the characters of a value that print, and
// where it has white space between them.
type needle struct {
	text  string
	space []bool // by index in text: there is white space before it; nil: nowhere
	// loose lets white space be passed over anywhere, else it must be where the
	// needle has it.
	loose bool
	// listed says that there may be punctuation or 0x wherever there is white
	// space: it is a list of numbers.
	listed bool
	// escaped is what of it programs spell otherwise.
	escaped escaped
}

// escaped is what of a text programs spell otherwise than it is.
type escaped uint8

const (
	nothing     escaped = iota // digits and what is between them
	punctuation                // in base64
	everything                 // in a text of their own
)

// newNeedle takes the characters that print out of a value.
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

// key is the same for needles that find the same.
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

// kind is what a character is for the search.
type kind uint8

const (
	printing kind = iota
	space         // blank, tab, line feed
	dropped       // somebody drops it
)

// class returns the length and the kind of the character that text begins with;
// text is not empty.
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
