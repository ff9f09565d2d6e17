package catalog

import (
	"regexp"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"
)

// pattern is an include glob, split so that folders in which it cannot match
// are not read.
type pattern struct {
	glob     string
	segments [][]string // of each brace alternative; nil: too many
	// anywhere: it may match in any folder, see divides.
	anywhere bool
}

func newPattern(glob string) pattern {
	p := pattern{glob: tidyGlob(glob)}
	for _, alternative := range alternatives(p.glob) {
		p.anywhere = p.anywhere || !divides(alternative)
		p.segments = append(p.segments, strings.Split(alternative, "/"))
	}
	return p
}

// divides reports whether each segment of a glob without braces matches only
// names of single files and folders. In doublestar a class may match a slash,
// as in a[/]b, a[!x]b and a[+-9]b, and two stars beside other text match none
// or one segment.
func divides(glob string) bool {
	if rest := classOfNames().ReplaceAllLiteralString(glob, ""); strings.Contains(rest, "[") || strings.Contains(glob, `\`) {
		return false // also if a backslash escapes a bracket or a slash
	}
	for segment := range strings.SplitSeq(glob, "/") {
		if segment != "**" && strings.Contains(segment, "**") {
			return false
		}
	}
	return true
}

// classOfNames matches a class that cannot match a slash: of letters and
// digits.
var classOfNames = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[\w+(?:-\w+)*\]`) })

// tidyGlob removes prefixes without meaning.
func tidyGlob(glob string) string {
	for strings.HasPrefix(glob, "./") {
		glob = strings.TrimLeft(glob[2:], "/")
	}
	return glob
}

func (p pattern) match(rel string) bool { return doublestar.MatchUnvalidated(p.glob, rel) }

// mayMatchBelow reports whether the glob can match a file below the folder.
func (p pattern) mayMatchBelow(folder string) bool {
	if p.segments == nil || p.anywhere {
		return true
	}
	names := strings.Split(folder, "/")
	for _, segments := range p.segments {
		if below(segments, names) {
			return true
		}
	}
	return false
}

func below(segments, names []string) bool {
	for i, name := range names {
		if i >= len(segments)-1 && segments[len(segments)-1] != "**" {
			return false // the last segment matches the file
		}
		if segments[i] == "**" {
			return true
		}
		if !doublestar.MatchUnvalidated(segments[i], name) {
			return false
		}
	}
	return true
}

// names reports whether a segment of the glob means this particular name: it
// matches the name, but not the same name with a prefix.
func (p pattern) names(name string) bool {
	other := "\uE000" + strings.TrimPrefix(name, ".")
	for _, segments := range p.segments {
		for _, s := range segments {
			if s != "**" && doublestar.MatchUnvalidated(s, name) && !doublestar.MatchUnvalidated(s, other) {
				return true
			}
		}
	}
	return false
}

// maxAlternatives is the maximum number of brace alternatives.
const maxAlternatives = 256

// alternatives expands the braces of a glob; nil when there are too many.
func alternatives(glob string) []string {
	open := -1
	depth := 0
	var cuts []int
	for i := 0; i < len(glob); i++ {
		switch glob[i] {
		case '\\':
			i++
		case '[':
			if end := strings.IndexByte(glob[i:], ']'); end > 0 {
				i += end
			}
		case '{':
			if depth++; depth == 1 {
				open = i
				cuts = []int{i}
			}
		case ',':
			if depth == 1 {
				cuts = append(cuts, i)
			}
		case '}':
			if depth--; depth != 0 {
				continue
			}
			cuts = append(cuts, i)
			var out []string
			for k := range len(cuts) - 1 {
				rest := alternatives(glob[:open] + glob[cuts[k]+1:cuts[k+1]] + glob[i+1:])
				out = append(out, rest...)
				if rest == nil || len(out) > maxAlternatives {
					return nil
				}
			}
			return out
		}
	}
	return []string{glob}
}
