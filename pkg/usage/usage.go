// Package usage holds the errors of whoever asked: a value that does not exist,
// flags that exclude each other, a file that is not what it was taken for.
// Nothing was done, and the same request fails again until it is changed.
//
// Packages return them where only the request can be wrong; what a program
// answers to each kind of error, its exit code above all, is the program's.
package usage

import (
	"fmt"
	"strings"

	"github.com/seed-00a9b34c/hub/pkg/nearest"
)

// Error is a request that cannot be carried out as it was made. Its text says
// what to ask for instead.
type Error struct{ err error }

func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the error that it was made from.
func (e *Error) Unwrap() error { return e.err }

// Errorf returns an [*Error] with the text and the wrapped errors of [fmt.Errorf].
func Errorf(format string, args ...any) error { return &Error{fmt.Errorf(format, args...)} }

// Unknown is a value that is not one of the known ones. Its text suggests the
// nearest known value and lists all of them.
type Unknown struct {
	// What names the kind of value, such as "filter".
	What  string
	Value string
	// Known holds the values that exist, in an order for people.
	Known []string
}

func (e *Unknown) Error() string {
	text := fmt.Sprintf("unknown %s %q", e.What, e.Value)
	if near := nearest.To(e.Value, e.Known); near != "" {
		text += fmt.Sprintf(", did you mean %q?", near)
	} else if len(e.Known) > 0 {
		text += "."
	}
	if len(e.Known) == 0 {
		return text + "; none exist"
	}
	return text + " Known: " + strings.Join(e.Known, ", ")
}
