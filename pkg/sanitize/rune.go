package sanitize

import "unicode"

// isLineEnd reports whether any reader ends a line at r.
func isLineEnd(r rune) bool {
	return r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// reorders reports whether r changes the direction of the text around it.
func reorders(r rune) bool {
	return r > unicode.MaxASCII && unicode.Is(unicode.Bidi_Control, r)
}

// isIgnorable reports whether r has no width and is ignored by culture-sensitive
// comparisons.
func isIgnorable(r rune) bool {
	return r > unicode.MaxASCII &&
		unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
