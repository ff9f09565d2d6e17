package catalog

import (
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Glob is a doublestar glob over paths from the project's root.
type Glob struct{ pattern }

// NewGlob reads a glob. ok is false if it is not valid, or if its braces expand to more
// than 256 globs, because matching many braces takes unbounded time.
func NewGlob(text string) (g Glob, ok bool) {
	if !doublestar.ValidatePattern(text) {
		return Glob{}, false
	}
	p := newPattern(text)
	return Glob{p}, p.segments != nil
}

// IsGlob reports whether the text has a character with a meaning in globs.
func IsGlob(text string) bool { return strings.ContainsAny(text, `*?[{`) }

// Matches reports whether the glob matches the slash path. hidden reports that it would
// match, but the path has a hidden file or folder that the glob does not name.
func (g Glob) Matches(path string) (matches, hidden bool) {
	if !g.match(path) {
		return false, false
	}
	for segment := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(segment, ".") && segment != ".." && !g.names(segment) {
			return false, true
		}
	}
	return true, false
}
