package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a YAML file, line and column 1-based. The zero value
// is no place.
type Position struct{ Line, Column int }

// Problem is one thing that is wrong with a file.
type Problem struct {
	File string
	Position
	// Message says what is wrong and, where that can be told, what to write
	// instead. It is one line.
	Message string
}

// Error is the problem as "file:line:column: message", or "file: message" when
// it has no place.
func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems is everything that is wrong with a file, in the order of its lines.
type Problems []Problem

// maxShown bounds the text of Problems: nobody reads further, and a file made
// to annoy could hold a hundred thousand of them.
const maxShown = 100

// Error has one line for every problem, up to a hundred.
func (p Problems) Error() string {
	var lines []string
	for i, q := range p {
		if i == maxShown {
			lines = append(lines, fmt.Sprintf("… and %d more problems", len(p)-i))
			break
		}
		lines = append(lines, q.Error())
	}
	return strings.Join(lines, "\n")
}

// sorted returns p in the order of the lines, or nil as an error when empty.
func (p Problems) sorted() error {
	if len(p) == 0 {
		return nil
	}
	return p.inOrder()
}

// inOrder returns p in the order of the lines, each problem once.
func (p Problems) inOrder() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.Compact(p)
}
