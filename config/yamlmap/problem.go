package yamlmap

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Position is a position in a YAML file; line and column are 1-based. The zero
// value means none.
type Position struct{ Line, Column int }

// PositionOf returns the position of a node in a file with shift lines before
// the parsed ones.
func PositionOf(n *yaml.Node, shift int) Position {
	return Position{max(1, n.Line) + shift, max(1, n.Column)}
}

// Positions has the positions of the keys in a file, by paths like run.timeout
// and sources[0].path.
type Positions map[string]Position

// Given reports whether the file gives the key.
func (p Positions) Given(path string) bool {
	_, ok := p[path]
	return ok
}

// Nearest returns the position of path, or of its nearest parent in the file;
// the zero value if there is none.
func (p Positions) Nearest(path string) Position {
	for path != "" {
		if at, ok := p[path]; ok {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return Position{}
}

// Problem is one thing wrong with a file.
type Problem struct {
	File string
	Position
	// Message says what is wrong and, if possible, what to write instead. It is
	// one line.
	Message string
}

// Error returns "file:line:column: message", or "file: message" without a
// position.
func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems has all problems of a file, in the order of its lines.
type Problems []Problem

// maxShown is the number of problems in the text of Problems: a hostile file
// can have a hundred thousand.
const maxShown = 100

// Error returns one line for every problem, up to a hundred.
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

// Err returns the problems in the order of the lines; nil if there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p.InOrder()
}

// InOrder sorts p by position and returns it without duplicates.
func (p Problems) InOrder() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.Compact(p)
}

// Add appends a problem of a file, and makes its message printable.
func (p *Problems) Add(file string, at Position, format string, args ...any) {
	*p = append(*p, Problem{File: file, Position: at, Message: printable(fmt.Sprintf(format, args...))})
}

// printable escapes line breaks and control characters.
func printable(s string) string {
	q := strconv.Quote(s)
	return strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
}
