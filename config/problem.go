package config

import (
	"fmt"
	"strings"
)

// Position is a place in a YAML file, 1-based. The zero value is no place.
type Position struct{ Line, Column int }

// Problem is one thing that is wrong with a file.
type Problem struct {
	File string
	Position
	Message string
}

// Error is the problem as file:line:column: message, or file: message when
// there is no place for it.
func (p Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems is everything that is wrong with a file, in the order of its lines.
type Problems []Problem

// Error has one line for every problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, q := range p {
		lines[i] = q.Error()
	}
	return strings.Join(lines, "\n")
}
