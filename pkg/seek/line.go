package seek

import (
	"regexp"
	"regexp/syntax"
	"slices"
)

// Line compiles an expression (RE2) that matches in a text exactly where it matches in
// one of its lines alone, so that nothing that it matches holds a line feed: ^, $, \A
// and \z are the ends of a line, and no class matches a line feed. Where a text ends in
// a line feed, an empty line follows.
func Line(pattern string) (*regexp.Regexp, error) {
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, err // an error that names the pattern as it is written
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	withinLine(tree)
	return regexp.Compile(tree.String())
}

// withinLine makes an expression match within one line or not at all.
func withinLine(x *syntax.Regexp) {
	switch x.Op {
	case syntax.OpAnyChar:
		x.Op = syntax.OpAnyCharNotNL
	case syntax.OpBeginText:
		x.Op = syntax.OpBeginLine
	case syntax.OpEndText:
		x.Op = syntax.OpEndLine
	case syntax.OpLiteral:
		if slices.Contains(x.Rune, '\n') {
			*x = syntax.Regexp{Op: syntax.OpNoMatch}
		}
	case syntax.OpCharClass:
		var runes []rune // pairs of first and last
		for i := 0; i < len(x.Rune); i += 2 {
			from, to := x.Rune[i], x.Rune[i+1]
			if from <= '\n' && '\n' <= to {
				if from < '\n' {
					runes = append(runes, from, '\n'-1)
				}
				if to > '\n' {
					runes = append(runes, '\n'+1, to)
				}
				continue
			}
			runes = append(runes, from, to)
		}
		if x.Rune = runes; len(runes) == 0 {
			*x = syntax.Regexp{Op: syntax.OpNoMatch}
		}
	}
	for _, sub := range x.Sub {
		withinLine(sub)
	}
}
